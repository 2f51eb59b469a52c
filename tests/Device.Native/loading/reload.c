/* Opens and closes the library three times: it stays, with one runtime, and a host's own handler of faults goes on working. */
#define _GNU_SOURCE
#include <ondevicerec.h>
#include <dirent.h>
#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static sigjmp_buf back;

static void recover(int number)
{
    (void)number;
    siglongjmp(back, 1);
}

static int threads(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task = readdir(tasks); task; task = readdir(tasks)) count += task->d_name[0] != '.';
    closedir(tasks);
    return count;
}

static int use(const char *library, const char *file)
{
    void *loaded = dlopen(library, RTLD_NOW);
    if (!loaded) return puts(dlerror()), 1;
    odr_status (*open_model)(const char *, odr_model **);
    odr_status (*close_model)(odr_model *);
    *(void **)&open_model = dlsym(loaded, "odr_model_open");
    *(void **)&close_model = dlsym(loaded, "odr_model_close");
    odr_model *model;
    return open_model(file, &model) || close_model(model) || dlclose(loaded);
}

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    struct sigaction handler = {0};
    handler.sa_handler = recover;
    sigaction(SIGSEGV, &handler, NULL);
    if (use(arguments[1], arguments[2])) return puts("reload: the library cannot be used"), 1;
    int first = threads();
    for (int i = 0; i < 2; i++)
        if (use(arguments[1], arguments[2])) return puts("reload: the library cannot be used again"), 1;
    if (threads() != first) return printf("reload: %d threads, then %d\n", first, threads()), 1;
    volatile char *guarded = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!sigsetjmp(back, 1)) return guarded[0] = 1, puts("reload: a write to a guarded page went through"), 1;
    return puts("reload: ok"), 0;
}
