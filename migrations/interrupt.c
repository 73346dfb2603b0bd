#include "migrations/interrupt.h"

#include <signal.h>
#include <time.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[COUNT_OF(watched)], pipe_before;
static const Conn *volatile watched_conn;
static volatile sig_atomic_t seen;

static void
on_signal(int number)
{
    const Conn *conn = watched_conn;

    (void) number;
    seen = 1;
    if (conn)
        conn_cancel(conn);
}

void
interrupt_begin(const Conn *conn)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int) SA_RESETHAND}, ignore = {.sa_handler = SIG_IGN};

    seen = 0;
    watched_conn = conn;
    sigemptyset(&action.sa_mask);
    sigemptyset(&ignore.sa_mask);
    for (size_t i = 0; i < COUNT_OF(watched); i++)
    {
        sigaction(watched[i], NULL, &before[i]);
        /* What our parent had ignored (nohup) stays ignored. */
        if (before[i].sa_handler != SIG_IGN)
            sigaction(watched[i], &action, NULL);
    }
    sigaction(SIGPIPE, &ignore, &pipe_before);
}

void
interrupt_end(void)
{
    watched_conn = NULL;
    for (size_t i = 0; i < COUNT_OF(watched); i++)
        sigaction(watched[i], &before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
}

bool
interrupt_seen(void)
{
    return seen != 0;
}

void
interrupt_pause(int milliseconds)
{
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

    if (!seen)
        nanosleep(&wait, NULL);
}
