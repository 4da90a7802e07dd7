/* Lets every write to a file take at most seven bytes, and answers each third one with EINTR: POSIX allows both. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t write(int file, const void *bytes, size_t length)
{
    static unsigned calls;
    struct stat found;
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode))
        return syscall(SYS_write, file, bytes, length);
    if (++calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_write, file, bytes, length < 7 ? length : 7);
}
