#!/usr/bin/env bash
# UCX 1.13.1 (Debian 12): that its library is loaded rewrites libc's mmap, munmap, madvise, mremap and brk, before any call.
#
# MPICH of Debian is built upon it, so every process that loads MPI at run time (plugins, runtimes such as .NET, Java, Python) has these
# functions begin with a jump into UCX afterwards, while its other threads are using them. UCX_MEM_EVENTS=n in the environment before the
# library is loaded leaves them alone.
#
# Seen: the first 12 bytes of all five differ after dlopen of libucp.so.0, and of none with UCX_MEM_EVENTS=n.
# Exits 0 while that is so, 1 when it has changed, 2 where apt-get has not the packages. Needs x86-64, Debian 12 and a C compiler.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
apt-get download -qq libucx0=1.13.1-1 libibverbs1 librdmacm1 libnuma1 libnl-3-200 libnl-route-3-200 >/dev/null 2>&1 || exit 2
for package in *.deb; do dpkg -x "$package" files; done
cat > load.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum { FUNCTIONS = 5, BYTES = 12 };
static const char *names[FUNCTIONS] = {"mmap", "munmap", "madvise", "mremap", "brk"};

int main(void)
{
    unsigned char before[FUNCTIONS][BYTES];
    void *libc = dlopen("libc.so.6", RTLD_NOW);
    int changed = 0;
    for (int i = 0; i < FUNCTIONS; i++) memcpy(before[i], dlsym(libc, names[i]), BYTES);
    if (!dlopen("libucp.so.0", RTLD_NOW)) return puts(dlerror()), 1;
    for (int i = 0; i < FUNCTIONS; i++) changed += memcmp(before[i], dlsym(libc, names[i]), BYTES) != 0;
    printf("%d of %d differ\n", changed, FUNCTIONS);
    return 0;
}
END
cc -O1 load.c -ldl -o load
export LD_LIBRARY_PATH=$work/files/usr/lib/x86_64-linux-gnu:$work/files/lib/x86_64-linux-gnu
seen=$(./load) || { echo "$seen"; exit 1; }
without=$(UCX_MEM_EVENTS=n ./load) || { echo "$without"; exit 1; }
echo "loaded: $seen; with UCX_MEM_EVENTS=n: $without"
[ "$seen" = '5 of 5 differ' ] && [ "$without" = '0 of 5 differ' ]
