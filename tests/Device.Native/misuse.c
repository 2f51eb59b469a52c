/* Every function with what it must not be given. */
#include "tests.h"

static odr_model *text, *number, *none;
static odr_history *history;

/* Handles that name nothing: made up, an address, a neighbor of an open one, of the other kind, closed. */
static void test_handles(void)
{
    odr_model *closed_model = open_model("text.odr");
    odr_history *closed_history;
    EXPECT(ODR_OK, odr_history_open(closed_model, &closed_history));
    EXPECT(ODR_OK, odr_history_close(closed_history));
    EXPECT(ODR_OK, odr_model_close(closed_model));

    /* Whoever comes next takes the closed ones' places. */
    odr_model *reopened = open_model("text.odr");

    uintptr_t bad[] = {1, 42, (uintptr_t)&bad, (uintptr_t)text + 1, (uintptr_t)text ^ ((uintptr_t)1 << 40), ~(uintptr_t)0, (uintptr_t)1 << 63,
                       (uintptr_t)closed_model, (uintptr_t)closed_history};
    for (size_t i = 0; i <= sizeof bad / sizeof *bad; i++) {
        int is_last = i == sizeof bad / sizeof *bad;
        odr_model *m = is_last ? (odr_model *)history : (odr_model *)bad[i];
        odr_history *h = is_last ? (odr_history *)text : (odr_history *)bad[i], *opened = history;
        odr_model_info info;
        int32_t item, items[TOP];
        int64_t id;
        size_t length;
        float scores[TOP];
        EXPECT(ODR_ERROR_HANDLE, odr_model_describe(m, &info));
        EXPECT(ODR_ERROR_HANDLE, odr_model_close(m));
        EXPECT(ODR_ERROR_HANDLE, odr_item_of_text(m, "sku-37", &item));
        EXPECT(ODR_ERROR_HANDLE, odr_item_of_number(m, 37, &item));
        EXPECT(ODR_ERROR_HANDLE, odr_text_of_item(m, 1, NULL, 0, &length));
        EXPECT(ODR_ERROR_HANDLE, odr_number_of_item(m, 1, &id));
        EXPECT(ODR_ERROR_HANDLE, odr_history_open(m, &opened));
        REQUIRE(opened == NULL);
        EXPECT(ODR_ERROR_HANDLE, odr_history_close(h));
        EXPECT(ODR_ERROR_HANDLE, odr_history_append(h, 1));
        EXPECT(ODR_ERROR_HANDLE, odr_history_count(h, &item));
        EXPECT(ODR_ERROR_HANDLE, odr_history_clear(h));
        EXPECT(ODR_ERROR_HANDLE, odr_history_save(h, NULL, 0, &length));
        EXPECT(ODR_ERROR_HANDLE, odr_history_restore(h, "ODRH", 4));
        EXPECT(ODR_ERROR_HANDLE, odr_recommend(h, NULL, items, scores, TOP, &item));
    }

    EXPECT(ODR_OK, odr_model_close(reopened));
}

/* What using a model takes, against numbers worked out from its sizes. */
static void test_cost(const char *name, int64_t history_bytes, int64_t list_macs)
{
    odr_model_info info;
    odr_model *model = open_model(name);
    EXPECT(ODR_OK, odr_model_describe(model, &info));
    REQUIRE(info.history_bytes == history_bytes);
    REQUIRE(info.list_macs == list_macs);
    EXPECT(ODR_OK, odr_model_close(model));
}

static void test_costs(void)
{
    /*
     * Width 8, one layer of inner width 4, all six positions read, a dense table. Of each position the table's row, a key, a value, three
     * rows in work, two for the readout, four numbers of the feed-forward and an attention weight; h and what the table keeps of it; 40
     * scores; 20 bytes a position, as it may be copied; 40 bits. Of each position four products of 8 x 8 and two of 8 x 4, attention to 1
     * to 6 positions, the readout's 8 x 8 and two of 8, and once another 8 x 8; 8 an item.
     */
    test_cost("text.odr", 4 * (6 * (8 * 8 + 4 + 1) + 8 + 8 + 40) + 6 * 20 + 5,
              6 * (4 * 64 + 2 * 32) + 2 * 8 * 21 + 6 * (64 + 2 * 8) + 64 + 40 * 8);

    /* Two layers, the last position read, nothing copied: but for keys and values, the second layer is for that position alone. */
    test_cost("last.odr", 4 * (6 * (8 * 8 + 4 + 1) + 8 + 8 + 40) + 6 * 4 + 5,
              6 * (4 * 64 + 2 * 32) + 2 * 8 * 21 + 6 * 2 * 64 + 2 * 64 + 2 * 32 + 2 * 8 * 6 + 40 * 8);

    /* Width 4, inner width 2, codes of 24 bits: 4 x 24 for an item's row, as many once for h, 24 an item. */
    test_cost("codes.odr", 4 * (6 * (8 * 4 + 2 + 1) + 4 + 24 + 3 * 32 + 40) + 6 * 20 + 5,
              6 * 4 * 24 + 6 * (4 * 16 + 2 * 8) + 2 * 4 * 21 + 6 * (16 + 2 * 4) + 16 + 4 * 24 + 40 * 24);

    /* A train of I (5, 9), J (2, 4), R (3): rows of 8 x 3; states of 8 and then 5 x 3 x 4 numbers, and 3 x 4 an item, though 45 have room. */
    test_cost("train.odr", 4 * (6 * (8 * 8 + 4 + 1) + 8 + 2 * 60 + 12 + 40) + 6 * 20 + 5,
              6 * 8 * 3 + 6 * (4 * 64 + 2 * 32) + 2 * 8 * 21 + 6 * (64 + 2 * 8) + 64 + 8 * 5 * 3 + 40 * 3 * 4);
}

static void test_nulls(void)
{
    odr_model *m = text;
    odr_history *h;
    odr_model_info info;
    int32_t item, items[TOP];
    int64_t id;
    size_t length;
    float scores[TOP];
    char buffer[ODR_ID_CAPACITY];
    EXPECT(ODR_ERROR_NULL, odr_model_open(NULL, &m));
    REQUIRE(m == NULL);
    EXPECT(ODR_ERROR_NULL, odr_model_open("x", NULL));
    EXPECT(ODR_ERROR_NULL, odr_model_open_memory(NULL, 24, &m));
    EXPECT(ODR_ERROR_NULL, odr_model_open_memory(NULL, 0, &m));
    EXPECT(ODR_ERROR_NULL, odr_model_open_memory("x", 1, NULL));
    EXPECT(ODR_ERROR_NULL, odr_model_describe(NULL, &info));
    EXPECT(ODR_ERROR_NULL, odr_model_describe(text, NULL));
    EXPECT(ODR_ERROR_NULL, odr_model_close(NULL));
    EXPECT(ODR_ERROR_NULL, odr_item_of_text(NULL, "x", &item));
    EXPECT(ODR_ERROR_NULL, odr_item_of_text(text, NULL, &item));
    EXPECT(ODR_ERROR_NULL, odr_item_of_text(text, "x", NULL));
    EXPECT(ODR_ERROR_NULL, odr_item_of_number(NULL, 1, &item));
    EXPECT(ODR_ERROR_NULL, odr_item_of_number(number, 1, NULL));
    EXPECT(ODR_ERROR_NULL, odr_text_of_item(NULL, 1, buffer, sizeof buffer, &length));
    EXPECT(ODR_ERROR_NULL, odr_text_of_item(text, 1, NULL, 5, &length));
    EXPECT(ODR_ERROR_NULL, odr_text_of_item(text, 1, buffer, sizeof buffer, NULL));
    EXPECT(ODR_ERROR_NULL, odr_number_of_item(NULL, 1, &id));
    EXPECT(ODR_ERROR_NULL, odr_number_of_item(number, 1, NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_open(NULL, &h));
    EXPECT(ODR_ERROR_NULL, odr_history_open(text, NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_close(NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_append(NULL, 1));
    EXPECT(ODR_ERROR_NULL, odr_history_count(NULL, &item));
    EXPECT(ODR_ERROR_NULL, odr_history_count(history, NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_clear(NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_save(NULL, buffer, sizeof buffer, &length));
    EXPECT(ODR_ERROR_NULL, odr_history_save(history, NULL, 1, &length));
    EXPECT(ODR_ERROR_NULL, odr_history_save(history, buffer, sizeof buffer, NULL));
    EXPECT(ODR_ERROR_NULL, odr_history_restore(NULL, buffer, 16));
    EXPECT(ODR_ERROR_NULL, odr_history_restore(history, NULL, 16));
    EXPECT(ODR_ERROR_NULL, odr_history_restore(history, NULL, 0));
    EXPECT(ODR_ERROR_NULL, odr_recommend(NULL, NULL, items, scores, TOP, &item));
    EXPECT(ODR_ERROR_NULL, odr_recommend(history, NULL, NULL, scores, TOP, &item));
    EXPECT(ODR_ERROR_NULL, odr_recommend(history, NULL, items, scores, TOP, NULL));
}

static void test_files(void)
{
    odr_model *m;
    EXPECT(ODR_ERROR_FILE, odr_model_open("", &m));
    EXPECT(ODR_ERROR_FILE, odr_model_open("/there/is/no/such.odr", &m));
    REQUIRE(m == NULL && strcmp(odr_message(), "/there/is/no/such.odr: No such file or directory.") == 0);
    EXPECT(ODR_ERROR_FILE, odr_model_open("/tmp", &m));
    EXPECT(ODR_ERROR_FILE, odr_model_open("\xff\xfe\xc3", &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open("/dev/null", &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open("/dev/zero", &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open_memory("ODRM", 4, &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open_memory("", 0, &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open_memory("ODRM", SIZE_MAX, &m));
    EXPECT(ODR_ERROR_MODEL_FORMAT, odr_model_open_memory("ODRM\xff\0\0\0 a model from the future", 33, &m));
    REQUIRE(strstr(odr_message(), "version 255") != NULL);

    /* A message longer than its room ends where a character ends. */
    char path[2048] = "/";
    for (int i = 1; i + 2 < (int)sizeof path; i += 2) memcpy(path + i, "\xc3\xa4", 2);
    EXPECT(ODR_ERROR_FILE, odr_model_open(path, &m));
    REQUIRE(strlen(odr_message()) == 511 || (strlen(odr_message()) == 510 && odr_message()[509] == '\xa4'));
}

static void test_ids(void)
{
    int32_t item;
    int64_t id;
    size_t length;
    char buffer[ODR_ID_CAPACITY], tiny[7];
    char long_id[1000];
    memset(long_id, 'x', sizeof long_id);
    long_id[sizeof long_id - 1] = 0;
    for (int32_t i = 1; i <= ITEMS; i++) {
        EXPECT(ODR_OK, odr_text_of_item(text, i, buffer, sizeof buffer, &length));
        REQUIRE(length == strlen(buffer));
        EXPECT(ODR_OK, odr_item_of_text(text, buffer, &item));
        REQUIRE(item == i);
        EXPECT(ODR_OK, odr_number_of_item(number, i, &id));
        EXPECT(ODR_OK, odr_item_of_number(number, id, &item));
        REQUIRE(item == i);
        EXPECT(ODR_OK, odr_text_of_item(number, i, buffer, sizeof buffer, &length));
        REQUIRE(strtoll(buffer, NULL, 10) == id);
        EXPECT(ODR_OK, odr_item_of_text(number, buffer, &item));
        REQUIRE(item == i);
    }

    EXPECT(ODR_OK, odr_item_of_text(text, "sku-37", &item));
    REQUIRE(item == 1);
    EXPECT(ODR_OK, odr_text_of_item(text, 1, NULL, 0, &length));
    REQUIRE(length == 6);
    EXPECT(ODR_OK, odr_text_of_item(text, 1, tiny, 7, &length));
    REQUIRE(strcmp(tiny, "sku-37") == 0);
    for (size_t capacity = 0; capacity < 7; capacity++) {
        length = 0;
        EXPECT(ODR_ERROR_BUFFER, odr_text_of_item(text, 1, tiny, capacity, &length));
        REQUIRE(length == 6);
    }

    const char *unknown[] = {"", "sku-", "sku-0", "sku-377", "\xff\xff", long_id};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        EXPECT(ODR_ERROR_ID, odr_item_of_text(text, unknown[i], &item));
        REQUIRE(item == 0);
        EXPECT(ODR_ERROR_ID, odr_item_of_text(number, unknown[i], &item));
        EXPECT(ODR_ERROR_ID, odr_item_of_text(none, unknown[i], &item));
        REQUIRE(item == 0);
    }

    EXPECT(ODR_ERROR_ID, odr_item_of_text(number, "99999999999999999999999", &item));
    EXPECT(ODR_ERROR_ID, odr_item_of_number(number, INT64_MIN, &item));
    EXPECT(ODR_ERROR_ID, odr_item_of_number(text, 37, &item));
    EXPECT(ODR_ERROR_ID, odr_item_of_number(none, ITEMS + 1, &item));
    EXPECT(ODR_ERROR_ID, odr_item_of_number(none, 0, &item));
    EXPECT(ODR_ERROR_ID, odr_number_of_item(text, 1, &id));

    /* Where the file has no ids they are the items' numbers. */
    EXPECT(ODR_OK, odr_item_of_number(none, ITEMS, &item));
    REQUIRE(item == ITEMS);
    EXPECT(ODR_OK, odr_item_of_text(none, "37", &item));
    REQUIRE(item == 37);
    EXPECT(ODR_OK, odr_number_of_item(none, 37, &id));
    REQUIRE(id == 37);
    EXPECT(ODR_OK, odr_text_of_item(none, 37, buffer, sizeof buffer, &length));
    REQUIRE(length == 2 && strcmp(buffer, "37") == 0);
    int32_t beyond[] = {0, -1, ITEMS + 1, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        EXPECT(ODR_ERROR_ITEM, odr_text_of_item(text, beyond[i], buffer, sizeof buffer, &length));
        EXPECT(ODR_ERROR_ITEM, odr_number_of_item(number, beyond[i], &id));
        EXPECT(ODR_ERROR_ITEM, odr_history_append(history, beyond[i]));
    }
}

static void test_histories(void)
{
    int32_t count, items[TOP];
    float scores[TOP];
    size_t length;
    unsigned char saved[16 + (4 * MAX_LENGTH)];
    EXPECT(ODR_OK, odr_history_clear(history));
    EXPECT(ODR_ERROR_EMPTY, odr_recommend(history, NULL, items, scores, TOP, &count));
    REQUIRE(count == 0);
    for (int32_t item = 1; item <= 10; item++) EXPECT(ODR_OK, odr_history_append(history, item));
    EXPECT(ODR_OK, odr_history_count(history, &count));
    REQUIRE(count == MAX_LENGTH);
    EXPECT(ODR_OK, odr_history_save(history, NULL, 0, &length));
    REQUIRE(length == sizeof saved);
    for (size_t capacity = 0; capacity < sizeof saved; capacity++) EXPECT(ODR_ERROR_BUFFER, odr_history_save(history, saved, capacity, &length));
    REQUIRE(length == sizeof saved);
    EXPECT(ODR_OK, odr_history_save(history, saved, sizeof saved, &length));

    /* A restored history recommends what the saved one did, with a model of the same catalog and after the first model is closed. */
    int32_t expected[TOP];
    float expected_scores[TOP];
    EXPECT(ODR_OK, odr_recommend(history, NULL, expected, expected_scores, TOP, &count));
    odr_model *again = open_model("text.odr");
    odr_history *restored;
    EXPECT(ODR_OK, odr_history_open(again, &restored));
    EXPECT(ODR_OK, odr_model_close(again));
    EXPECT(ODR_OK, odr_history_restore(restored, saved, length));
    EXPECT(ODR_OK, odr_recommend(restored, NULL, items, scores, TOP, &count));
    REQUIRE(count == TOP && memcmp(items, expected, sizeof items) == 0 && memcmp(scores, expected_scores, sizeof scores) == 0);
    EXPECT(ODR_OK, odr_history_close(restored));
    EXPECT(ODR_ERROR_HANDLE, odr_history_close(restored));
    EXPECT(ODR_ERROR_HISTORY_FORMAT, odr_history_restore(history, saved, SIZE_MAX));
}

static void test_lists(void)
{
    int32_t count, items[ITEMS + 1];
    float scores[ITEMS + 1];
    int32_t bad[] = {0, -1, INT32_MIN}, more[] = {ITEMS, ITEMS + 1, INT32_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        count = 7;
        EXPECT(ODR_ERROR_CAPACITY, odr_recommend(history, NULL, items, scores, bad[i], &count));
        REQUIRE(count == 0);
    }

    items[ITEMS] = 7;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        EXPECT(ODR_OK, odr_recommend(history, NULL, items, scores, more[i], &count));
        REQUIRE(count == ITEMS && items[ITEMS] == 7);
    }
    for (int32_t length = 1; length <= ITEMS; length++) {
        int32_t alone[ITEMS];
        EXPECT(ODR_OK, odr_recommend(history, NULL, alone, NULL, length, &count));
        REQUIRE(count == length && memcmp(items, alone, (size_t)length * sizeof *alone) == 0);
    }
    for (int i = 1; i < ITEMS; i++) REQUIRE(scores[i] < scores[i - 1] || (scores[i] == scores[i - 1] && items[i] > items[i - 1]));

    uint64_t odd = 0x5555555555555555, empty = 0;
    int32_t denied[] = {5, 39, 5}, unknown[] = {5, ITEMS + 1};
    odr_filter filter = {0};
    EXPECT(ODR_OK, odr_recommend(history, &filter, items, scores, ITEMS, &count));
    REQUIRE(count == ITEMS);

    /* Items 5 to 10 are in the history; odd ones of 1..40 but 5, 7, 9 and 39 are left. */
    filter = (odr_filter){.allowed = &odd, .allowed_words = 1, .denied = denied, .denied_count = 3, .exclude_seen = 1};
    EXPECT(ODR_OK, odr_recommend(history, &filter, items, scores, ITEMS, &count));
    REQUIRE(count == 16);
    for (int i = 0; i < count; i++) REQUIRE(items[i] % 2 == 1 && items[i] != 39 && (items[i] < 5 || items[i] > 10));
    filter = (odr_filter){.allowed = &empty, .allowed_words = 1};
    EXPECT(ODR_OK, odr_recommend(history, &filter, items, scores, ITEMS, &count));
    REQUIRE(count == 0);

    filter = (odr_filter){.allowed = &odd, .allowed_words = 0};
    EXPECT(ODR_ERROR_FILTER, odr_recommend(history, &filter, items, scores, TOP, &count));
    filter = (odr_filter){.allowed = &odd, .allowed_words = 2};
    EXPECT(ODR_ERROR_FILTER, odr_recommend(history, &filter, items, scores, TOP, &count));
    filter = (odr_filter){.allowed = NULL, .allowed_words = 1};
    EXPECT(ODR_ERROR_FILTER, odr_recommend(history, &filter, items, scores, TOP, &count));
    filter = (odr_filter){.denied = unknown, .denied_count = 2};
    EXPECT(ODR_ERROR_FILTER, odr_recommend(history, &filter, items, scores, TOP, &count));
    filter = (odr_filter){.denied = denied, .denied_count = SIZE_MAX};
    EXPECT(ODR_ERROR_FILTER, odr_recommend(history, &filter, items, scores, TOP, &count));
    filter = (odr_filter){.denied = NULL, .denied_count = 1};
    EXPECT(ODR_ERROR_NULL, odr_recommend(history, &filter, items, scores, TOP, &count));
}

void test_misuse(void)
{
    REQUIRE(strcmp(odr_version(), ODR_VERSION) == 0);
    char version[64];
    snprintf(version, sizeof version, "%d.%d.%d", ODR_VERSION_MAJOR, ODR_VERSION_MINOR, ODR_VERSION_PATCH);
    REQUIRE(strcmp(version, ODR_VERSION) == 0);
    REQUIRE(strcmp(odr_message(), "") == 0);
    text = open_model("text.odr");
    number = open_model("number.odr");
    none = open_model("none.odr");
    odr_model_info info;
    EXPECT(ODR_OK, odr_model_describe(text, &info));
    REQUIRE(info.items == ITEMS && info.max_length == MAX_LENGTH && info.id_kind == ODR_IDS_TEXT);
    EXPECT(ODR_OK, odr_model_describe(number, &info));
    REQUIRE(info.id_kind == ODR_IDS_NUMBER);
    EXPECT(ODR_OK, odr_model_describe(none, &info));
    REQUIRE(info.id_kind == ODR_IDS_NONE);
    EXPECT(ODR_OK, odr_history_open(text, &history));
    test_handles();
    test_costs();
    test_nulls();
    test_files();
    test_ids();
    test_histories();
    test_lists();
    EXPECT(ODR_OK, odr_history_close(history));
    EXPECT(ODR_OK, odr_model_close(text));
    EXPECT(ODR_OK, odr_model_close(number));
    EXPECT(ODR_OK, odr_model_close(none));
}
