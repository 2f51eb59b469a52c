/* One model under many threads, and handles that some use while others close them. */
#include "tests.h"

enum { THREADS = 8, SESSIONS = 32, ROUNDS = 50 };

typedef struct list {
    int32_t items[TOP];
    float scores[TOP];
} list;

static odr_model *model;
static list expected[SESSIONS];

static odr_history *volatile shared;
static odr_model *volatile closing[THREADS];

/* Starts anew or goes on from what the history holds; both come to the same list. */
static void recommend(odr_history *history, int session, list *to)
{
    int32_t count;
    EXPECT(ODR_OK, odr_history_clear(history));
    for (int i = 0; i < 1 + session % 9; i++) EXPECT(ODR_OK, odr_history_append(history, 1 + (session * 7 + i * 3) % ITEMS));
    EXPECT(ODR_OK, odr_recommend(history, NULL, to->items, to->scores, TOP, &count));
    REQUIRE(count == TOP);
}

static void *list_all(void *thread)
{
    odr_history *history;
    EXPECT(ODR_OK, odr_history_open(model, &history));
    for (int i = 0; i < ROUNDS * SESSIONS; i++) {
        int session = (i + (int)(intptr_t)thread * 5) % SESSIONS;
        list actual;
        recommend(history, session, &actual);
        REQUIRE(memcmp(&actual, &expected[session], sizeof actual) == 0);
    }

    EXPECT(ODR_OK, odr_history_close(history));
    return NULL;
}

/* Opens and closes a model while a neighbor tries to use it. */
static void *open_and_close(void *thread)
{
    int own = (int)(intptr_t)thread, other = (own + 1) % THREADS;
    for (int i = 0; i < ROUNDS; i++) {
        closing[own] = open_model("int8.odr");
        odr_history *history;
        odr_status status = odr_history_open(closing[other], &history);
        REQUIRE(status == ODR_OK || status == ODR_ERROR_HANDLE || status == ODR_ERROR_NULL);
        if (status == ODR_OK) {
            list actual;
            recommend(history, i % SESSIONS, &actual);
            REQUIRE(memcmp(&actual, &expected[i % SESSIONS], sizeof actual) == 0);
            EXPECT(ODR_OK, odr_history_close(history));
        }

        EXPECT(ODR_OK, odr_model_close(closing[own]));
    }

    return NULL;
}

/* All of them use one history: each call is served or turned away, and the history stays sound. */
static void *share(void *thread)
{
    for (int i = 0; i < ROUNDS * SESSIONS; i++) {
        int32_t items[TOP], count;
        float scores[TOP];
        odr_status appended = odr_history_append(shared, 1 + (int)(intptr_t)thread);
        REQUIRE(appended == ODR_OK || appended == ODR_ERROR_BUSY);
        odr_status listed = odr_recommend(shared, NULL, items, scores, TOP, &count);
        REQUIRE(listed == ODR_OK || listed == ODR_ERROR_BUSY || listed == ODR_ERROR_EMPTY);
        odr_status cleared = odr_history_clear(shared);
        REQUIRE(cleared == ODR_OK || cleared == ODR_ERROR_BUSY);
    }

    return NULL;
}

static void run(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    for (intptr_t i = 0; i < THREADS; i++) REQUIRE(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
    for (int i = 0; i < THREADS; i++) REQUIRE(pthread_join(threads[i], NULL) == 0);
}

void test_threads(void)
{
    odr_history *history;
    model = open_model("int8.odr");
    EXPECT(ODR_OK, odr_history_open(model, &history));
    for (int session = 0; session < SESSIONS; session++) recommend(history, session, &expected[session]);
    run(list_all);
    run(open_and_close);
    shared = history;
    run(share);
    list actual;
    recommend(history, 3, &actual);
    REQUIRE(memcmp(&actual, &expected[3], sizeof actual) == 0);
    EXPECT(ODR_OK, odr_history_close(history));
    EXPECT(ODR_OK, odr_model_close(model));
}
