/*
 * How long a fresh process takes from opening a model to its first list of 20, in milliseconds:
 *
 *     for run in $(seq 20); do ./cold-start student.odr; done | sort -n | sed -n 10p
 */
#define _POSIX_C_SOURCE 200809L

#include <ondevicerec.h>

#include <stdio.h>
#include <time.h>

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: cold-start MODEL\n");
        return 2;
    }

    odr_model *model;
    odr_history *history;
    int32_t items[20], count;
    float scores[20];

    double start = milliseconds();
    if (odr_model_open(argv[1], &model) || odr_history_open(model, &history)
        || odr_history_append(history, 1) || odr_history_append(history, 2) || odr_history_append(history, 1)
        || odr_recommend(history, NULL, items, scores, 20, &count)) {
        fprintf(stderr, "cold-start: %s\n", odr_message());
        return 1;
    }

    printf("%.3f\n", milliseconds() - start);
    return 0;
}
