/*
 * What appending an item and listing the best 20 takes on this device, by the names of odrec bench --json (docs/json.md, bench):
 *
 *     ./odr-bench student.odr          300 rounds
 *     ./odr-bench student.odr 1000
 *
 * Copy the folder that make prints to the device. Histories hold made-up items, the same ones on every machine; "list" is the list after
 * the first of them, to be compared with another machine's.
 */
#define _POSIX_C_SOURCE 200809L

#include <ondevicerec.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TOP = 20, HISTORY = 10, MOST_ROUNDS = 1000000 };

/* Memory that is read between two runs, as other work on the device would: more than caches hold. odrec bench reads four times as much. */
enum { SWEPT = 64 << 20 };

/* What is measured in each round. */
enum { SCORES, SCORES_WARM, ALONE, ALONE_WARM, FULL_WINDOW, MEASURED };

static volatile uint64_t read_sum;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec * 1e-3;
}

static void check(odr_status status)
{
    if (status == ODR_OK) return;
    fprintf(stderr, "odr-bench: %s\n", odr_message());
    exit(1);
}

static void *room(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory != NULL) return memory;
    fprintf(stderr, "odr-bench: there is no memory for %zu bytes.\n", bytes);
    exit(1);
}

/* An item, 1..items. */
static int32_t draw(int32_t items)
{
    static uint32_t state = 1;
    state = state * 1664525u + 1013904223u;
    return (int32_t)((uint64_t)state * (uint32_t)items >> 32) + 1;
}

static void fill(odr_history *history, int32_t items, int32_t count)
{
    check(odr_history_clear(history));
    for (int32_t i = 0; i < count; i++) check(odr_history_append(history, draw(items)));
}

/* Bytes read in a second, in 10^9. */
static double sweep(const uint64_t *memory)
{
    double start = now();
    uint64_t a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < SWEPT / sizeof *memory; i += 4) {
        a += memory[i];
        b += memory[i + 1];
        c += memory[i + 2];
        d += memory[i + 3];
    }
    read_sum += a + b + c + d;
    return SWEPT / (1e3 * (now() - start));
}

/* Microseconds that one more item and the list after it take. */
static double measure(odr_history *history, int32_t item, int32_t *list, float *scores)
{
    int32_t count;
    double start = now();
    check(odr_history_append(history, item));
    check(odr_recommend(history, NULL, list, scores, TOP, &count));
    return now() - start;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What this share of the times does not exceed. */
static double quantile(double *times, int rounds, double share)
{
    qsort(times, (size_t)rounds, sizeof *times, ascending);
    return times[(int)(share * (rounds - 1) + 0.5)];
}

static long size_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = file != NULL && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
    if (file != NULL) fclose(file);
    return size;
}

/* A whole number from 1 to MOST_ROUNDS, or 0. */
static int rounds_of(const char *text)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && number >= 1 && number <= MOST_ROUNDS ? (int)number : 0;
}

int main(int argc, char **argv)
{
    int rounds = argc == 3 ? rounds_of(argv[2]) : 300;
    if (argc < 2 || argc > 3 || argv[1][0] == '-' || rounds == 0) {
        fprintf(stderr, "usage: odr-bench MODEL [ROUNDS], of 1 to %d\n", MOST_ROUNDS);
        return 2;
    }

    odr_model *model;
    odr_history *history;
    odr_model_info info;
    int32_t list[TOP], first[TOP], count;
    float scores[TOP];

    double start = now();
    check(odr_model_open(argv[1], &model));
    check(odr_model_describe(model, &info));
    check(odr_history_open(model, &history));
    if (info.max_length < 2) {
        fprintf(stderr, "odr-bench: the model's histories have no room for an item and one more.\n");
        return 1;
    }

    int32_t held = HISTORY < info.max_length ? HISTORY : info.max_length - 1;
    fill(history, info.items, held + 1);
    check(odr_recommend(history, NULL, first, scores, TOP, &count));
    double cold = (now() - start) * 1e-3;

    double *times[MEASURED], *speeds = room(sizeof(double) * (size_t)rounds);
    uint64_t *memory = room(SWEPT);
    for (size_t i = 0; i < SWEPT / sizeof *memory; i++) memory[i] = i;
    for (int kind = 0; kind < MEASURED; kind++) times[kind] = room(sizeof(double) * (size_t)rounds);
    for (int round = 0; round < rounds; round++) {
        for (int kind = 0; kind < MEASURED; kind++) {
            float *wanted = kind == ALONE || kind == ALONE_WARM ? NULL : scores;
            int32_t filled = kind == FULL_WINDOW ? info.max_length : held, ignored;
            fill(history, info.items, filled);
            check(odr_recommend(history, NULL, list, wanted, TOP, &ignored));
            int32_t item = draw(info.items);
            if (kind != SCORES_WARM && kind != ALONE_WARM) speeds[round] = sweep(memory);
            times[kind][round] = measure(history, item, list, wanted);
        }
    }

    printf("{\n  \"version\": \"%s\",\n", odr_version());
    printf("  \"p50Micros\": %.1f,\n  \"p99Micros\": %.1f,\n", quantile(times[SCORES], rounds, 0.5),
           quantile(times[SCORES], rounds, 0.99));
    printf("  \"warmP50Micros\": %.1f,\n", quantile(times[SCORES_WARM], rounds, 0.5));
    printf("  \"listAloneP50Micros\": %.1f,\n", quantile(times[ALONE], rounds, 0.5));
    printf("  \"listAloneWarmP50Micros\": %.1f,\n", quantile(times[ALONE_WARM], rounds, 0.5));
    printf("  \"fullWindowP50Micros\": %.1f,\n", quantile(times[FULL_WINDOW], rounds, 0.5));
    printf("  \"memoryGBps\": %.1f,\n  \"coldStartMillis\": %.2f,\n", quantile(speeds, rounds, 0.5), cold);
    printf("  \"items\": %" PRId32 ",\n  \"fileBytes\": %ld,\n", info.items, size_of(argv[1]));
    printf("  \"historyBytes\": %" PRId64 ",\n  \"history\": %" PRId32 ",\n", info.history_bytes, held);
    printf("  \"rounds\": %d,\n  \"list\": [", rounds);
    for (int32_t i = 0; i < count; i++) printf(i > 0 ? ", %" PRId32 : "%" PRId32, first[i]);
    printf("]\n}\n");
    return 0;
}
