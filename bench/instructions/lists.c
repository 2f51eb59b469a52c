/*
 * Lists of 20 after sessions of a file, a session of items a line: lists MODEL SESSIONS COUNT scores|alone.
 */
#define _POSIX_C_SOURCE 200809L

#include <ondevicerec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(odr_status status)
{
    if (status == ODR_OK) return;
    fprintf(stderr, "lists: %s\n", odr_message());
    exit(1);
}

int main(int argc, char **argv)
{
    enum { TOP = 20 };
    odr_model *model;
    odr_history *history;
    int32_t items[TOP], count;
    float scores[TOP];
    char *line = NULL;
    size_t room = 0;

    if (argc != 5) {
        fprintf(stderr, "usage: lists MODEL SESSIONS COUNT scores|alone\n");
        return 2;
    }

    FILE *sessions = fopen(argv[2], "r");
    int alone = strcmp(argv[4], "alone") == 0;
    if (sessions == NULL) return 3;
    check(odr_model_open(argv[1], &model));
    check(odr_history_open(model, &history));
    for (int number = atoi(argv[3]); number > 0 && getline(&line, &room, sessions) > 0; number--) {
        check(odr_history_clear(history));
        for (char *at = line, *end; ; at = end) {
            long item = strtol(at, &end, 10);
            if (end == at) break;
            check(odr_history_append(history, (int32_t)item));
        }

        check(odr_recommend(history, NULL, items, alone ? NULL : scores, TOP, &count));
    }

    check(odr_history_close(history));
    check(odr_model_close(model));
    return 0;
}
