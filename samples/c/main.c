/*
 * Lists the 20 best next items after a session:
 *
 *     ./next-items student.odr 12 5 9
 *
 * Items are the catalog's own ids where the model has them, else numbers from 1.
 */
#include <ondevicerec.h>

#include <stdio.h>
#include <stdlib.h>

enum { TOP = 20 };

static void check(odr_status status)
{
    if (status == ODR_OK) return;
    fprintf(stderr, "next-items: %s\n", odr_message());
    exit(1);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: next-items MODEL ITEM...\n");
        return 2;
    }

    odr_model *model;
    check(odr_model_open(argv[1], &model));

    odr_history *history;
    check(odr_history_open(model, &history));
    for (int i = 2; i < argc; i++) {
        int32_t item;
        check(odr_item_of_text(model, argv[i], &item));
        check(odr_history_append(history, item));
    }

    int32_t items[TOP], count;
    float scores[TOP];
    check(odr_recommend(history, NULL, items, scores, TOP, &count));
    for (int i = 0; i < count; i++) {
        char id[ODR_ID_CAPACITY];
        size_t length;
        check(odr_text_of_item(model, items[i], id, sizeof id, &length));
        printf("%s %.4f\n", id, scores[i]);
    }

    check(odr_history_close(history));
    check(odr_model_close(model));
    return 0;
}
