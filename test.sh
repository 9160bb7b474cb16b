#!/usr/bin/env bash
# All tests, from a fresh clone: installs what they need where it is missing, builds, runs, and ends with "N passed, N failed".
set -u
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NPM_CONFIG_FUND=false NPM_CONFIG_AUDIT=false

log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
passed=0
failed=0

fail() { echo "FAILED: $1" >&2; failed=$((failed + 1)); }

finish() { echo "$passed passed, $failed failed"; [ "$failed" -eq 0 ]; exit; }

# Debian's packages that the tests start: a browser, foreign gRPC and WebSocket clients, promtool.
need=()
command -v chromium >/dev/null || need+=(chromium)
command -v promtool >/dev/null || need+=(prometheus)
/usr/bin/python3 -c 'import grpc, grpc_tools' 2>/dev/null || need+=(python3-grpcio python3-grpc-tools)
/usr/bin/python3 -c 'import websockets' 2>/dev/null || need+=(python3-websockets)
ldconfig -p | grep -q libsqlite3.so.0 || need+=(libsqlite3-0)
if [ ${#need[@]} -gt 0 ]; then
  echo "Installing ${need[*]}"
  sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
  { $sudo apt-get update && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y --no-install-recommends "${need[@]}"; } >"$log/apt" 2>&1 \
    || { tail -20 "$log/apt"; fail "installing ${need[*]}"; finish; }
fi

# With the dashboard, whose npm packages come with it.
echo "Building"
dotnet build CleanLite.sln -c Release -nologo -v q >"$log/build" 2>&1 || { grep -E 'error|warning' "$log/build" | sort -u | head -40; fail "dotnet build"; finish; }

# One project after another: tests of time and load disturb each other on a small machine.
echo "Testing"
dotnet test CleanLite.sln -c Release --no-build --nologo -m:1 2>&1 | tee "$log/dotnet"
[ "${PIPESTATUS[0]}" -eq 0 ] || broken=1
# One line a project: "Passed!  - Failed:     0, Passed:   105, ..."
read -r p f < <(sed -nE 's/^.*Failed: +([0-9]+), Passed: +([0-9]+),.*$/\2 \1/p' "$log/dotnet" | awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }')
passed=$((passed + p))
failed=$((failed + f))
[ -z "${broken:-}" ] || [ "$f" -gt 0 ] || fail "a test project did not run to its end"

echo "Testing the page"
(cd src/Dashboard && npm test) 2>&1 | tee "$log/vitest"
[ "${PIPESTATUS[0]}" -eq 0 ] || fail "the dashboard's unit tests"
# "Tests  376 passed (376)"; failures are counted by the exit code above.
p=$(sed 's/\x1b\[[0-9;]*m//g' "$log/vitest" | sed -nE 's/^ *Tests +([0-9]+ failed \| )?([0-9]+) passed.*$/\2/p')
passed=$((passed + ${p:-0}))

echo "Testing the page in a browser"
(cd src/Dashboard && CLEANLITE_API="$PWD/../Api/bin/Release/net10.0/CleanLite.Api.dll" node tests-browser/run.mjs) 2>&1 | tee "$log/browser"
read -r p f < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed.*$/\1 \2/p' "$log/browser" | tail -1)
[ -n "${p:-}" ] || fail "the browser tests did not run to their end"
passed=$((passed + ${p:-0}))
failed=$((failed + ${f:-0}))

finish
