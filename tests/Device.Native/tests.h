/* What the tests of the C library share. */
#ifndef TESTS_H
#define TESTS_H

#define _DEFAULT_SOURCE

#include <ondevicerec.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOP = 20 };

/* Models that tests/Device.Native/run makes: 40 items, at most 6 in a history. */
enum { ITEMS = 40, MAX_LENGTH = 6 };

typedef struct bytes {
    unsigned char *at;
    size_t length;
} bytes;

/* Counts, and ends the program where a call returns another status than expected. */
#define EXPECT(status, call) expect(status, call, #call, __FILE__, __LINE__)

/* Ends the program where a condition does not hold. */
#define REQUIRE(condition) require(condition, #condition, __FILE__, __LINE__)

void expect(odr_status expected, odr_status actual, const char *call, const char *file, int line);
void require(int holds, const char *condition, const char *file, int line);

/* The file NAME of the models' folder. */
const char *model_path(const char *name);
bytes read_file(const char *path);
odr_model *open_model(const char *name);

void test_misuse(void);
void test_damage(int mutations);
void test_threads(void);

#endif
