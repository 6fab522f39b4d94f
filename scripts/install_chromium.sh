#!/bin/sh
# The browser, the judges of signatures and the token of the tests: from Debian where this may be done, a sentence where it may not.
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v certutil >/dev/null 2>&1 || missing="$missing libnss3-tools"
command -v xmlsec1 >/dev/null 2>&1 || missing="$missing xmlsec1"
command -v softhsm2-util >/dev/null 2>&1 || missing="$missing softhsm2"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing $missing from Debian"
    # shellcheck disable=SC2086  # a list of package names
    if { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing ||
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }; } >/dev/null; then
        exit 0
    fi
fi
echo "The tests need $missing: apt-get install --no-install-recommends chromium poppler-utils libnss3-tools xmlsec1 softhsm2 (as root), then make test again. The journeys and the tests of signatures fail until then." >&2
exit 0
