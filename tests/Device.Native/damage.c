/* Damaged model files and saved histories: an error or a model that works, whatever the bytes. */
#include "tests.h"

#include <sys/mman.h>
#include <unistd.h>

/* Damage to at most this many bytes more than the original has. */
enum { SLACK = 1024 };

/* Where a format has its checksum, from where on it counts, and where it has its length, or 0. */
typedef struct format {
    size_t checksum, covered, length;
} format;

static const format model_format = {16, 20, 8}, history_format = {8, 12, 0};

static long refused, models;
static uint64_t random_state = 20;

static uint64_t next_random(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % below;
}

/* CRC-32C, docs/format.md. */
static uint32_t checksum(const unsigned char *at, size_t length)
{
    static uint32_t table[256];
    for (uint32_t i = 0; table[255] == 0 && i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++) table[i] = (table[i] >> 1) ^ (table[i] & 1 ? 0x82F63B78u : 0);
    }

    uint32_t crc = ~0u;
    while (length-- > 0) crc = table[(crc ^ *at++) & 255] ^ (crc >> 8);
    return ~crc;
}

/* Makes length and checksum right again, as an attacker would. */
static void sign(bytes file, format f)
{
    if (file.length < f.covered) return;
    uint64_t length = file.length;
    if (f.length > 0) memcpy(file.at + f.length, &length, sizeof length);
    uint32_t crc = checksum(file.at + f.covered, file.length - f.covered);
    memcpy(file.at + f.checksum, &crc, sizeof crc);
}

/* Reads the bytes where they end at the last byte before memory that may not be read. */
static odr_status open_guarded(bytes file, odr_model **model)
{
    static unsigned char *end;
    if (end == NULL) {
        size_t size = 1 << 20;
        unsigned char *memory = mmap(NULL, size + (1 << 16), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        REQUIRE(memory != MAP_FAILED && mprotect(memory + size, 1 << 16, PROT_NONE) == 0);
        end = memory + size;
    }

    memcpy(end - file.length, file.at, file.length);
    return odr_model_open_memory(end - file.length, file.length, model);
}

/* A model that opens has to give a list, or say that a score is none. 1 if it opened. */
static int try_model(odr_status status, odr_model *model)
{
    if (status != ODR_OK) {
        EXPECT(ODR_ERROR_MODEL_FORMAT, status);
        REQUIRE(model == NULL);
        refused++;
        return 0;
    }

    models++;
    odr_model_info info;
    odr_history *history;
    int32_t items[TOP], count;
    float scores[TOP];
    EXPECT(ODR_OK, odr_model_describe(model, &info));
    EXPECT(ODR_OK, odr_history_open(model, &history));
    EXPECT(ODR_OK, odr_history_append(history, info.items));
    EXPECT(ODR_OK, odr_history_append(history, 1));
    int32_t capacity = info.items < TOP ? info.items : TOP;
    odr_status listed = odr_recommend(history, NULL, items, scores, capacity, &count);
    REQUIRE((listed == ODR_OK && count == capacity) || (listed == ODR_ERROR_SCORE && count == 0));
    if (info.id_kind != ODR_IDS_NONE) {
        char id[ODR_ID_CAPACITY];
        size_t length;
        EXPECT(ODR_OK, odr_text_of_item(model, info.items, id, sizeof id, &length));
    }

    EXPECT(ODR_OK, odr_history_close(history));
    EXPECT(ODR_OK, odr_model_close(model));
    return 1;
}

static int try_bytes(bytes file)
{
    odr_model *model;
    odr_status status = open_guarded(file, &model);
    return try_model(status, model);
}

static int try_path(bytes file)
{
    odr_model *model;
    const char *path = model_path("damaged.odr");
    FILE *to = fopen(path, "wb");
    REQUIRE(to != NULL && fwrite(file.at, 1, file.length, to) == file.length && fclose(to) == 0);
    odr_status status = odr_model_open(path, &model);
    return try_model(status, model);
}

static bytes copy(bytes file)
{
    bytes copied = {malloc(file.length + SLACK), file.length};
    memcpy(copied.at, file.at, file.length);
    return copied;
}

static void test_truncations(bytes file)
{
    for (size_t length = 0; length < file.length; length++) {
        bytes cut = copy((bytes){file.at, length});
        REQUIRE(!try_bytes(cut));
        if (length % 16 == 0) REQUIRE(!try_path(cut));
        sign(cut, model_format);
        REQUIRE(!try_bytes(cut));
        free(cut.at);
    }
}

/* Every bit of every byte, and all of them. */
static void test_flips(bytes file)
{
    bytes flipped = copy(file);
    for (size_t at = 0; at < file.length; at++) {
        for (int change = 1; change < 512; change *= 2) {
            unsigned char mask = change < 256 ? (unsigned char)change : 255;
            memcpy(flipped.at, file.at, file.length);
            flipped.at[at] ^= mask;
            REQUIRE(!try_bytes(flipped));
            if (at < 64 && change == 1) REQUIRE(!try_path(flipped));
            sign(flipped, model_format);
            try_bytes(flipped);
        }
    }

    free(flipped.at);
}

/* One to four changes: a bit, a byte, a word of an extreme value, a piece copied elsewhere, taken out or put in. */
static void mutate(bytes *file)
{
    static const uint32_t extremes[] = {0, 1, 2, 7, 64, 255, 65536, INT32_MAX, 0x80000000, UINT32_MAX, 0x7F800000, 0x7FC00000};
    for (uint64_t changes = 1 + next_random(4); changes > 0; changes--) {
        /* Most of the damage goes to header, section table and configuration. */
        size_t reach = next_random(3) > 0 && file->length > 1024 ? 1024 : file->length;
        size_t at = next_random(reach), most = file->length - at < 64 ? file->length - at : 64, length = 1 + next_random(most);
        unsigned char piece[64];
        memcpy(piece, file->at + at, length);
        switch (next_random(6)) {
        case 0:
            file->at[at] ^= (unsigned char)(1 << next_random(8));
            break;
        case 1:
            file->at[at] = (unsigned char)next_random(256);
            break;
        case 2:
            at &= ~(size_t)3;
            if (at + 4 <= file->length) memcpy(file->at + at, &extremes[next_random(sizeof extremes / sizeof *extremes)], 4);
            break;
        case 3:
            memcpy(file->at + next_random(file->length - length + 1), piece, length);
            break;
        case 4:
            if (length == file->length) break;
            memmove(file->at + at, file->at + at + length, file->length - at - length);
            file->length -= length;
            break;
        default:
            memmove(file->at + at + length, file->at + at, file->length - at);
            file->length += length;
            break;
        }
    }
}

static void test_mutations(bytes file, int count)
{
    for (int i = 0; i < count; i++) {
        bytes mutated = copy(file);
        mutate(&mutated);
        if (i % 2 == 0) sign(mutated, model_format);
        try_bytes(mutated);
        free(mutated.at);
    }
}

/* Bytes that are no history leave what was held. */
static void try_history(odr_history *history, bytes saved)
{
    int32_t before, after;
    EXPECT(ODR_OK, odr_history_count(history, &before));
    odr_status status = odr_history_restore(history, saved.at, saved.length);
    EXPECT(ODR_OK, odr_history_count(history, &after));
    REQUIRE(status == ODR_OK ? after <= MAX_LENGTH : status == ODR_ERROR_HISTORY_FORMAT && after == before);
}

static void test_saved_histories(void)
{
    odr_model *model = open_model("int8.odr");
    odr_history *history;
    unsigned char buffer[16 + (4 * MAX_LENGTH)];
    bytes saved = {buffer, 0};
    EXPECT(ODR_OK, odr_history_open(model, &history));
    for (int32_t item = 1; item <= MAX_LENGTH; item++) EXPECT(ODR_OK, odr_history_append(history, item));
    EXPECT(ODR_OK, odr_history_save(history, buffer, sizeof buffer, &saved.length));
    for (size_t length = 0; length < saved.length; length++) {
        EXPECT(ODR_ERROR_HISTORY_FORMAT, odr_history_restore(history, buffer, length));
        for (int change = 1; change < 256; change *= 2) {
            bytes flipped = copy(saved);
            flipped.at[length] ^= (unsigned char)change;
            EXPECT(ODR_ERROR_HISTORY_FORMAT, odr_history_restore(history, flipped.at, flipped.length));
            sign(flipped, history_format);
            try_history(history, flipped);
            free(flipped.at);
        }
    }

    for (int i = 0; i < 10000; i++) {
        bytes mutated = copy(saved);
        mutate(&mutated);
        if (i % 2 == 0) sign(mutated, history_format);
        try_history(history, mutated);
        free(mutated.at);
    }

    EXPECT(ODR_OK, odr_history_close(history));
    EXPECT(ODR_OK, odr_model_close(model));
}

void test_damage(int mutations)
{
    const char *names[] = {"text.odr", "number.odr", "train.odr", "codes.odr", "fp16.odr", "int8.odr", "int4.odr"};
    int kinds = sizeof names / sizeof *names;
    for (int i = 0; i < kinds; i++) {
        bytes file = read_file(model_path(names[i]));
        REQUIRE(try_bytes(file) && try_path(file));
        test_mutations(file, mutations / kinds);
        if (i > 1) {
            test_truncations(file);
            test_flips(file);
        }

        free(file.at);
    }

    remove(model_path("damaged.odr"));
    test_saved_histories();
    printf("%ld damaged files refused, %ld were models\n", refused, models);
}
