/*
 * Loaded before a process by LD_PRELOAD: counts what it changes below the folder KILL_FOLDER and kills it at change KILL_AT, before that
 * is made, or half-way through where bytes are written. KILL_LOG gets a line for each: what, and the path.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long changes;

static int is_last(const char *what, const char *path)
{
    const char *folder = getenv("KILL_FOLDER"), *at = getenv("KILL_AT"), *log = getenv("KILL_LOG");
    if (!folder || strncmp(path, folder, strlen(folder)) != 0) return 0;
    if (log) {
        FILE *lines = fopen(log, "a");
        fprintf(lines, "%s %s\n", what, path);
        fclose(lines);
    }
    return atomic_fetch_add(&changes, 1) + 1 == (at ? atol(at) : 0);
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    pause();
}

static void change(const char *what, const char *path)
{
    if (is_last(what, path)) die();
}

static const char *name_of(int file, char *name, size_t size)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, size - 1);
    name[length > 0 ? length : 0] = '\0';
    return name;
}

#define NEXT(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

#define OPEN(function)                                      \
    int function(const char *path, int flags, ...)          \
    {                                                       \
        va_list rest;                                       \
        va_start(rest, flags);                              \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                       \
        if (flags & O_CREAT) change("create", path);        \
        return NEXT(function)(path, flags, mode);           \
    }

#define WRITE_AT(function, offset)                                                      \
    ssize_t function(int file, const void *bytes, size_t count, offset at)              \
    {                                                                                   \
        char name[4096];                                                                \
        if (is_last("write", name_of(file, name, sizeof name))) {                       \
            NEXT(function)(file, bytes, count / 2, at);                                 \
            die();                                                                      \
        }                                                                               \
        return NEXT(function)(file, bytes, count, at);                                  \
    }

OPEN(open)
OPEN(open64)
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

int fsync(int file)
{
    char name[4096];
    change("flush", name_of(file, name, sizeof name));
    return NEXT(fsync)(file);
}

int rename(const char *from, const char *to)
{
    change("rename", to);
    return NEXT(rename)(from, to);
}

int unlink(const char *path)
{
    change("remove", path);
    return NEXT(unlink)(path);
}

int mkdir(const char *path, mode_t mode)
{
    change("mkdir", path);
    return NEXT(mkdir)(path, mode);
}

int rmdir(const char *path)
{
    change("rmdir", path);
    return NEXT(rmdir)(path);
}
