/*
 * ondevicerec.h - next-item recommendation on the device, as a C library.
 *
 * A model is read from a model file (docs/format.md) and never changes. A history is what one user did last: the most
 * recent items, at most the model's max_length. odr_recommend ranks the whole catalog for a history.
 *
 *     odr_model *model;
 *     odr_history *history;
 *     int32_t items[20], count;
 *     float scores[20];
 *     if (odr_model_open("student.odr", &model) || odr_history_open(model, &history)) puts(odr_message());
 *     odr_history_append(history, 12);
 *     odr_recommend(history, NULL, items, scores, 20, &count);
 *
 * Items are numbers 1..V, V being the model's items. Texts are UTF-8. Sizes are in bytes unless they say otherwise.
 *
 * Errors. Every function but odr_version and odr_message returns ODR_OK or an error; odr_message says in one line what was
 * wrong. A call that fails changes nothing but its outputs: handles it should have made are NULL, counts are 0, buffers are
 * undefined. No call ends the process. Null pointers are errors unless a function allows them.
 *
 * Handles. odr_model and odr_history are names, not addresses: a closed or made-up one is ODR_ERROR_HANDLE, whatever has been
 * opened since. Models and histories are closed by who opened them, in any order: a model's memory stays until its last
 * history is closed too. All other memory is the caller's, and the library keeps no pointer to it after a call.
 *
 * Threads. Any thread may call anything. A model serves any number of threads at once. A history serves one at a time: a
 * second call that comes while one is running returns ODR_ERROR_BUSY.
 *
 * Process. The first call starts a runtime inside the library: about a millisecond, 1 MB of memory, one thread that sleeps. It
 * stays until the process ends: dlclose() leaves the library where it is, and after fork() a child must not call it without
 * exec(). Where the address space is limited (RLIMIT_AS) the runtime has half of it, and when that is used up it ends the
 * process where it should report ODR_ERROR_MEMORY: close histories that are not in use, or limit memory by other means. The
 * runtime takes SIGRTMIN, handles SIGSEGV and SIGFPE, passing on what is not its own, and sets SIGPIPE to be ignored; a program
 * that wants it otherwise says so after the first call.
 */
#ifndef ONDEVICEREC_H
#define ONDEVICEREC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of this header; odr_version() gives the library's. */
#define ODR_VERSION "0.1.0"
#define ODR_VERSION_MAJOR 0
#define ODR_VERSION_MINOR 1
#define ODR_VERSION_PATCH 0

/* Room that is enough for every text of odr_text_of_item, the closing NUL included. */
#define ODR_ID_CAPACITY 256

typedef struct odr_model odr_model;
typedef struct odr_history odr_history;

typedef enum odr_status {
    ODR_OK = 0,
    ODR_ERROR_NULL = 1,           /* a pointer is NULL that must not be */
    ODR_ERROR_HANDLE = 2,         /* not an open handle of this kind */
    ODR_ERROR_FILE = 3,           /* the file cannot be read */
    ODR_ERROR_MODEL_FORMAT = 4,   /* the bytes are no model file that this version reads */
    ODR_ERROR_HISTORY_FORMAT = 5, /* the bytes are no saved history of this catalog */
    ODR_ERROR_ITEM = 6,           /* the item is not within 1..V */
    ODR_ERROR_ID = 7,             /* the catalog has no such id, or none of that kind */
    ODR_ERROR_CAPACITY = 8,       /* the list's length is below 1 */
    ODR_ERROR_BUFFER = 9,         /* the buffer is too short; the length that is needed has been written */
    ODR_ERROR_FILTER = 10,        /* the filter does not fit the model's items */
    ODR_ERROR_EMPTY = 11,         /* the history holds no item */
    ODR_ERROR_SCORE = 12,         /* a score came out as NaN or infinite: the model's weights are not sound */
    ODR_ERROR_BUSY = 13,          /* another thread is using the history */
    ODR_ERROR_MEMORY = 14,        /* there is not enough memory */
    ODR_ERROR_INTERNAL = 15       /* a defect of the library */
} odr_status;

/* The catalog's own ids, if the file has them. */
typedef enum odr_id_kind {
    ODR_IDS_NONE = 0,
    ODR_IDS_TEXT = 1,
    ODR_IDS_NUMBER = 2
} odr_id_kind;

typedef struct odr_model_info {
    int32_t items;         /* V, items of the catalog */
    int32_t max_length;    /* the most recent items that a history holds */
    int32_t id_kind;       /* odr_id_kind */
    int64_t history_bytes; /* memory of a history, but for some fixed 10 KB, and 4 bytes an item of the longest list that was asked for
                              without scores; a thread that makes lists of an int4 file keeps working memory besides, of the size of
                              the file's largest matrix at most */
    int64_t list_macs;     /* multiply-adds of a list after max_length items that are new to the history, the most that a call takes */
} odr_model_info;

/*
 * What a list may hold: an item is listed if nothing speaks against it. All zeros leave nothing out.
 */
typedef struct odr_filter {
    const uint64_t *allowed; /* a bit an item: item v is bit (v - 1) % 64 of word (v - 1) / 64; NULL allows all */
    size_t allowed_words;    /* its words: (V + 63) / 64, or 0 for NULL */
    const int32_t *denied;   /* items to leave out, in any order; may be NULL if there are none */
    size_t denied_count;     /* how many */
    int32_t exclude_seen;    /* other than 0: leave out the items that the history holds, the last max_length; those that were
                                appended before them are listed unless they are denied */
} odr_filter;

/* The library's version, as ODR_VERSION. It stays valid. */
const char *odr_version(void);

/*
 * What was wrong with this thread's last call that failed: one line, UTF-8, at most 511 bytes; "" before the first. Valid until
 * this thread's next call that fails.
 */
const char *odr_message(void);

/* ---- Models ---------------------------------------------------------------------------------------------------------- */

/*
 * Reads a model from a file.
 *   path    where it is, UTF-8
 *   model   receives the handle, to be closed with odr_model_close
 * ODR_ERROR_FILE, ODR_ERROR_MODEL_FORMAT, ODR_ERROR_MEMORY.
 */
odr_status odr_model_open(const char *path, odr_model **model);

/*
 * Reads a model from memory. The bytes are copied: they may go after the call.
 *   bytes, length   the whole file and nothing more
 *   model           receives the handle, to be closed with odr_model_close
 * ODR_ERROR_MODEL_FORMAT, ODR_ERROR_MEMORY.
 */
odr_status odr_model_open_memory(const void *bytes, size_t length, odr_model **model);

/*
 * The model's sizes, and what it takes to use it. A small file may be legal and slow: who opens files of strangers closes a model that
 * takes more than they allow before opening a history.
 */
odr_status odr_model_describe(const odr_model *model, odr_model_info *info);

/* Closes a model. Its histories go on working. */
odr_status odr_model_close(odr_model *model);

/* ---- The catalog's ids: its own, or the items' numbers 1..V where the file has none (ODR_IDS_NONE) ------------------- */

/*
 * The item with an id. Where ids are numbers, the text is read as one.
 *   id     UTF-8, ends with NUL
 *   item   receives 1..V
 * ODR_ERROR_ID where the catalog has none like this.
 */
odr_status odr_item_of_text(const odr_model *model, const char *id, int32_t *item);

/*
 * The item with a number as its id.
 *   item   receives 1..V
 * ODR_ERROR_ID where the catalog's ids are texts or none is this.
 */
odr_status odr_item_of_number(const odr_model *model, int64_t id, int32_t *item);

/*
 * The id of an item as text, with a closing NUL.
 *   text, capacity   room for it; ODR_ID_CAPACITY is always enough. NULL and 0 ask for the length alone
 *   length           receives its bytes, without the NUL
 * ODR_ERROR_ITEM, ODR_ERROR_BUFFER where capacity is not above length.
 */
odr_status odr_text_of_item(const odr_model *model, int32_t item, char *text, size_t capacity, size_t *length);

/*
 * The id of an item as a number.
 * ODR_ERROR_ID where the catalog's ids are texts, ODR_ERROR_ITEM.
 */
odr_status odr_number_of_item(const odr_model *model, int32_t item, int64_t *id);

/* ---- Histories ------------------------------------------------------------------------------------------------------- */

/*
 * An empty history, with all working memory that recommendations need: after the first, neither appending nor recommending
 * allocates anything.
 *   history   receives the handle, to be closed with odr_history_close
 * ODR_ERROR_MEMORY.
 */
odr_status odr_history_open(const odr_model *model, odr_history **history);

/* Closes a history. */
odr_status odr_history_close(odr_history *history);

/* Adds the most recent item; the oldest goes when the history is full. ODR_ERROR_ITEM. */
odr_status odr_history_append(odr_history *history, int32_t item);

/* Items held, at most max_length. */
odr_status odr_history_count(const odr_history *history, int32_t *count);

/* Forgets all items. */
odr_status odr_history_clear(odr_history *history);

/*
 * Writes the items held, to go on from later with this model or another one of the same catalog.
 *   bytes, capacity   room for them: 16 + 4 * max_length is always enough. NULL and 0 ask for the length alone
 *   length            receives the bytes that they take
 * ODR_ERROR_BUFFER where capacity is below length.
 */
odr_status odr_history_save(const odr_history *history, void *bytes, size_t capacity, size_t *length);

/*
 * Takes saved items in the place of those held; of more than max_length the most recent. They may come from anywhere: bytes that
 * are no saved history are ODR_ERROR_HISTORY_FORMAT, and what was held stays.
 */
odr_status odr_history_restore(odr_history *history, const void *bytes, size_t length);

/* ---- Recommendation -------------------------------------------------------------------------------------------------- */

/*
 * The items with the highest scores of the whole catalog, best first, equal scores by lower item. A score is the product of
 * the item's row of the table and what the model makes of the history, any finite number; of a model that copies it is ln P, the
 * natural logarithm of the item's probability.
 *   filter     which items the list may hold; NULL allows all
 *   items      receives the items, capacity of them at most
 *   scores     receives their scores, as many; NULL asks for the items alone, the same ones, which takes a fraction of the time where
 *              the model's table is binary codes
 *   capacity   how long the list may be, at least 1
 *   count      receives its length: capacity, or as many items as there are and the filter leaves
 * ODR_ERROR_CAPACITY, ODR_ERROR_FILTER, ODR_ERROR_EMPTY, ODR_ERROR_SCORE, ODR_ERROR_BUSY.
 */
odr_status odr_recommend(odr_history *history, const odr_filter *filter, int32_t *items, float *scores, int32_t capacity,
                         int32_t *count);

#ifdef __cplusplus
}
#endif

#endif
