/*
 * odr_mpi.c - what src/Mpi asks of MPI, in one library with the same names whichever MPI it is built with (eng/build-mpi).
 *
 * MPI's handles and constants are other numbers in every implementation, and so are the names of its libraries: here they are compiled in.
 * Functions return MPI_SUCCESS, 0 everywhere, or an error that odr_mpi_error has the words of. Offsets are bytes, and part k of a buffer
 * is [offsets[k], offsets[k + 1]); they have been checked. Only the thread that called odr_mpi_open may call, but for odr_mpi_abort.
 *
 * Who waits gives the processor away, by nonblocking calls that are asked again and again whether they are done: MPI's blocking ones watch
 * without a pause, which takes from the work of others wherever threads and ranks are more than processors. On two busy processors two
 * ranks of MPICH 4.0 needed 14 s for what takes 4 s so, and four had not done in 120 s what takes 30. It costs up to a microsecond a call.
 */
/* Of POSIX: sched_yield. */
#define _POSIX_C_SOURCE 200112L

#include <mpi.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ODR_EXPORT __attribute__((visibility("default")))

/* What is below; src/Mpi refuses a library of another number. */
enum { ODR_MPI_INTERFACE = 1 };

enum { ODR_NO_THREADS = -1, ODR_NO_MEMORY = -2 };

/* Lengths of parts, [2, ranks]: MPI takes these where its callers have offsets. */
static int *outgoing_counts, *incoming_counts;
static int ranks;

/*
 * In place of buffers of no bytes, which come as NULL. What goes out and what comes in need places of their own: equal ones are
 * MPI_IN_PLACE to Open MPI 4.1, and with no byte in place it skips a call that the other ranks make, so that all later ones wait forever.
 */
static char nothing[2];

static const int *counts_of(const int *offsets, int *counts)
{
    for (int k = 0; k < ranks; k++) counts[k] = offsets[k + 1] - offsets[k];
    return counts;
}

/* Waits for what has been started, unless that ended in an error. */
static int finish(int error, MPI_Request *request)
{
    int done = 0;
    while (!error && !done) {
        error = MPI_Test(request, &done, MPI_STATUS_IGNORE);
        if (!error && !done) sched_yield();
    }

    return error;
}

ODR_EXPORT int odr_mpi_interface(void)
{
    return ODR_MPI_INTERFACE;
}

ODR_EXPORT int odr_mpi_open(int *rank, int *all)
{
    int provided, error;
    if ((error = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided))) return error;
    if ((error = MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN))) return error;
    if ((error = MPI_Comm_rank(MPI_COMM_WORLD, rank))) return error;
    if ((error = MPI_Comm_size(MPI_COMM_WORLD, &ranks))) return error;
    *all = ranks;
    if (provided < MPI_THREAD_FUNNELED) return ODR_NO_THREADS;
    outgoing_counts = malloc(2 * (size_t)ranks * sizeof *outgoing_counts);
    if (!outgoing_counts) return ODR_NO_MEMORY;
    incoming_counts = outgoing_counts + ranks;
    return MPI_SUCCESS;
}

ODR_EXPORT int odr_mpi_all_gather(void *data, const int *offsets)
{
    MPI_Request request;
    const int *counts = counts_of(offsets, incoming_counts);
    if (!data) data = nothing;
    return finish(
        MPI_Iallgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, data, counts, offsets, MPI_BYTE, MPI_COMM_WORLD, &request), &request);
}

ODR_EXPORT int odr_mpi_exchange(const void *outgoing, const int *outgoing_offsets, void *incoming, const int *incoming_offsets)
{
    MPI_Request request;
    const int *outgoing_of = counts_of(outgoing_offsets, outgoing_counts), *incoming_of = counts_of(incoming_offsets, incoming_counts);
    if (!outgoing) outgoing = nothing;
    if (!incoming) incoming = nothing + 1;
    return finish(
        MPI_Ialltoallv(
            outgoing, outgoing_of, outgoing_offsets, MPI_BYTE, incoming, incoming_of, incoming_offsets, MPI_BYTE, MPI_COMM_WORLD, &request),
        &request);
}

ODR_EXPORT int odr_mpi_broadcast(void *data, int length, int root)
{
    MPI_Request request;
    return finish(MPI_Ibcast(data ? data : nothing, length, MPI_BYTE, root, MPI_COMM_WORLD, &request), &request);
}

ODR_EXPORT int odr_mpi_close(void)
{
    free(outgoing_counts);
    outgoing_counts = incoming_counts = NULL;
    return MPI_Finalize();
}

/* Ends all ranks, this one too. */
ODR_EXPORT void odr_mpi_abort(int code)
{
    MPI_Abort(MPI_COMM_WORLD, code);
}

/* The words of an error, ended by NUL. */
ODR_EXPORT void odr_mpi_error(int error, char *text, int capacity)
{
    char words[MPI_MAX_ERROR_STRING] = "";
    int length, initialized = 0;
    if (error == ODR_NO_THREADS) strcpy(words, "it is built without support of threads");
    else if (error == ODR_NO_MEMORY) strcpy(words, "there is no memory");
    else if (MPI_Initialized(&initialized) || !initialized || MPI_Error_string(error, words, &length)) sprintf(words, "error %d", error);
    snprintf(text, (size_t)capacity, "%s", words);
}

/* The implementation's name and version, ended by NUL; also before odr_mpi_open. */
ODR_EXPORT void odr_mpi_library(char *text, int capacity)
{
    char words[MPI_MAX_LIBRARY_VERSION_STRING] = "";
    int length;
    if (MPI_Get_library_version(words, &length)) words[0] = 0;
    snprintf(text, (size_t)capacity, "%s", words);
}
