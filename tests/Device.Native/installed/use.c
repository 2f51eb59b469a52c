/* What is told wrongly, in C. Argument: the folder of models that run makes. */
#include <ondevicerec.h>

#include <stdio.h>
#include <stdlib.h>

static void expect(odr_status expected, odr_status actual)
{
    if (actual == expected) return;
    printf("use.c: status %d, expected %d: %s\n", (int)actual, (int)expected, odr_message());
    exit(1);
}

static const char *in(const char *folder, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    odr_model *model;
    odr_history *history;
    int32_t item;
    expect(ODR_ERROR_FILE, odr_model_open(in(argv[1], "nowhere.odr"), &model));
    expect(ODR_ERROR_MODEL_FORMAT, odr_model_open(in(argv[1], "text/items.txt"), &model));
    expect(ODR_OK, odr_model_open(in(argv[1], "text.odr"), &model));
    expect(ODR_ERROR_ID, odr_item_of_text(model, "sku-0", &item));
    expect(ODR_OK, odr_history_open(model, &history));
    expect(ODR_ERROR_ITEM, odr_history_append(history, 41));
    expect(ODR_OK, odr_history_close(history));
    expect(ODR_ERROR_HANDLE, odr_history_append(history, 1));
    expect(ODR_OK, odr_model_close(model));
    expect(ODR_ERROR_HANDLE, odr_model_close(model));
    return 0;
}
