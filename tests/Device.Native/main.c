/*
 * Calls the C library as no one should. Arguments: the folder of models that run makes, and how many mutations to try; 0 leaves all
 * damaged files out.
 */
#include "tests.h"

#include <stdatomic.h>

static const char *folder;
static atomic_long checks;

void require(int holds, const char *condition, const char *file, int line)
{
    checks++;
    if (holds) return;
    printf("%s:%d: %s does not hold; the last message was \"%s\"\n", file, line, condition, odr_message());
    exit(1);
}

void expect(odr_status expected, odr_status actual, const char *call, const char *file, int line)
{
    if (actual != expected) printf("%s:%d: %s returned %d, expected %d\n", file, line, call, (int)actual, (int)expected);
    require(actual == expected, call, file, line);
    if (actual != ODR_OK) require(odr_message()[0] != 0 && strchr(odr_message(), '\n') == NULL, "the message is one line", file, line);
}

const char *model_path(const char *name)
{
    static _Thread_local char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

bytes read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    REQUIRE(file != NULL);
    bytes read = {malloc(1 << 20), 0};
    read.length = fread(read.at, 1, 1 << 20, file);
    fclose(file);
    REQUIRE(read.length > 0 && read.length < 1 << 20);
    return read;
}

odr_model *open_model(const char *name)
{
    odr_model *model;
    EXPECT(ODR_OK, odr_model_open(model_path(name), &model));
    return model;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: native-tests FOLDER MUTATIONS\n");
        return 2;
    }

    folder = argv[1];
    test_misuse();
    if (atoi(argv[2]) > 0) test_damage(atoi(argv[2]));
    test_threads();
    printf("%ld checks hold\n", (long)checks);
    return 0;
}
