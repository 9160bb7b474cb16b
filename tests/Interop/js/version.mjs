// What the clients here are made with.
import { createRequire } from 'node:module';

const { version: grpcJs } = createRequire(import.meta.url)('@grpc/grpc-js/package.json');
export const version = `@grpc/grpc-js ${grpcJs}, Node ${process.versions.node} (nghttp2 ${process.versions.nghttp2})`;
