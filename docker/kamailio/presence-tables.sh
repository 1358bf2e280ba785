#!/bin/sh
# Makes the file that kamailio.cfg calls PRESENCE_DATABASE. Kamailio insists on it, and writes nothing
# into it: subscriptions and registrations stay in memory.
set -eu
tables=/usr/share/kamailio/db_sqlite
cat "$tables/standard-create.sql" "$tables/presence-create.sql" | sqlite3 "$1"
