# The unary call in plain HTTP/2, without a gRPC library: nghttp shows its trailers, h2load makes very many of it.
# Arguments: host:port, calls of a soak case, milliseconds that one of them may take.
uri="http://$1/grpc.testing.TestService/EmptyCall"
calls=$(($2 * 100))
message=$(mktemp)
trap 'rm -f "$message"' EXIT
# An empty message: flag 0, length 0.
printf '\0\0\0\0\0' > "$message"
failed=0

judge() { # case, whether it passed, what was seen
    if [ "$2" = 0 ]; then echo "pass $1"; else echo "fail $1 $(echo "$3" | tr '\n' ' ')"; failed=1; fi
}

echo "version $(h2load --version)"

seen=$(nghttp -v --no-dep -d "$message" -H 'content-type: application/grpc' -H 'te: trailers' "$uri" 2>&1 | sed 's/\x1b\[[0-9;]*m//g')
# The status comes after the message, in headers of their own.
echo "$seen" | sed -n '/recv DATA frame/,$p' | grep -q 'grpc-status: 0'
judge plain_trailers $? "$seen"

seen=$(h2load -n "$calls" -c 10 -m 10 -d "$message" -H 'content-type: application/grpc' -H 'te: trailers' "$uri" 2>&1)
echo "$seen" | grep -q "$calls succeeded, 0 failed, 0 errored, 0 timeout" && echo "$seen" | grep -q "status codes: $calls 2xx"
judge plain_unary $? "$seen"
exit $failed
