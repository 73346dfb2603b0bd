#include "tests/support/run.h"

#include "engine/base/text.h"

#include <setjmp.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Files in memory instead of pipes: no side ever waits for the other. */
static int
memory_file(const char *content)
{
    int file = memfd_create("test", MFD_CLOEXEC);
    size_t size = content ? strlen(content) : 0;
    if (file < 0)
        BUG("no memory file: %s", strerror(errno));
    for (size_t done = 0; done < size; )
    {
        ssize_t more = write(file, content + done, size - done);
        if (more < 0)
            BUG("can't write to a memory file: %s", strerror(errno));
        done += (size_t) more;
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

static const char *
take_content(Arena *arena, int file)
{
    Text text;
    char buffer[4096];
    ssize_t got;

    text_init(&text, arena);
    lseek(file, 0, SEEK_SET);
    while ((got = read(file, buffer, sizeof(buffer))) > 0)
        text_add_len(&text, buffer, (size_t) got);
    close(file);
    return text_str(&text);
}

Ran
run_program(Arena *arena, const char *input, const char *const *arguments)
{
    int in = memory_file(input), out = memory_file(NULL), err = memory_file(NULL), status;

    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        BUG("can't fork: %s", strerror(errno));
    if (child == 0)
    {
        setenv("LC_ALL", "C", 1);
        if (dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
            execvp(arguments[0], (char *const *) arguments);
        dprintf(2, "can't run \"%s\": %s\n", arguments[0], strerror(errno));
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            BUG("can't wait for \"%s\": %s", arguments[0], strerror(errno));
    close(in);
    return (Ran) {
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        .out = take_content(arena, out),
        .err = take_content(arena, err),
    };
}

const char *
run_well(Arena *arena, const char *input, const char *const *arguments)
{
    Ran ran = run_program(arena, input, arguments);
    if (ran.status != 0)
    {
        for (size_t at = 0; arguments[at]; at++)
            fprintf(stderr, "%s ", arguments[at]);
        fprintf(stderr, "-> %d\n%s%s\n", ran.status, ran.out, ran.err);
        fail_msg("%s ended with exit status %d", arguments[0], ran.status);
    }
    return ran.out;
}

const char *
run_diff(Arena *arena, const char *old_text, const char *new_text)
{
    if (strcmp(old_text, new_text) == 0)
        return "";
    int old_file = memory_file(old_text), new_file = memory_file(new_text);
    const char *arguments[] = {
        "diff", "-u", "--label", "old", "--label", "new", arena_printf(arena, "/proc/%d/fd/%d", (int) getpid(), old_file),
        arena_printf(arena, "/proc/%d/fd/%d", (int) getpid(), new_file), NULL,
    };
    Ran ran = run_program(arena, NULL, arguments);
    close(old_file);
    close(new_file);
    return ran.status == 1 ? ran.out : "the texts differ, and diff could not tell how\n";
}
