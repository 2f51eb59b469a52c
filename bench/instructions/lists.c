/*
 * Lists of 20 after a session of ten items: lists MODEL COUNT scores|alone.
 */
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
    enum { TOP = 20, LENGTH = 10 };
    odr_model *model;
    odr_history *history;
    odr_model_info info;
    int32_t items[TOP], count;
    float scores[TOP];

    if (argc != 4) {
        fprintf(stderr, "usage: lists MODEL COUNT scores|alone\n");
        return 2;
    }

    int wanted = atoi(argv[2]), alone = strcmp(argv[3], "alone") == 0;
    check(odr_model_open(argv[1], &model));
    check(odr_model_describe(model, &info));
    check(odr_history_open(model, &history));
    for (int number = 0; number < wanted; number++) {
        check(odr_history_clear(history));
        for (int i = 0; i < LENGTH; i++) check(odr_history_append(history, 1 + (number * 31 + i * 997) % info.items));
        check(odr_recommend(history, NULL, items, alone ? NULL : scores, TOP, &count));
        if (count != TOP) return 3;
    }

    check(odr_history_close(history));
    check(odr_model_close(model));
    return 0;
}
