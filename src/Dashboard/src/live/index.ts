export { LiveClient, type LiveClientOptions, type LivePhase, type LiveState } from './client';
export type { FrameInfo, SubscribeOptions, Subscription, SubscriptionCounts, SubscriptionHandler } from './subscription';
export type { TransportKind } from './transport';
export type { CallMethod, Channel, Filter, LiveEvent, Point, Position, ServerMessage } from './messages';
export { adviceFor, type Advice } from './endings';
