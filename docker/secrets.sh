#!/bin/sh
# Makes the passwords that compose.yaml gives to its containers, and Dovecot's certificate, in the
# directory given (docker/secrets). What is there stays. Needs openssl.
set -eu
mkdir -p "$1"
chmod 700 "$1" # of the files in it, every user of a container may read those it gets
cd "$1"
[ -f mail-password ] || openssl rand -hex 24 | tr -d '\n' > mail-password
[ -f store-password ] || openssl rand -hex 24 | tr -d '\n' > store-password
printf 'carillon:{PLAIN}%s\n' "$(cat mail-password)" > mail-masters
[ -f mail-key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -subj /CN=dovecot -addext subjectAltName=DNS:dovecot -keyout mail-key -out mail-certificate 2> /dev/null
chmod 644 ./*
