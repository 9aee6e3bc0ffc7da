/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"

/* Room for one descriptor, aligned as the kernel wants it. */
union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
};

static bool send_all(int socket, struct text rest, struct err *err)
{
    while (rest.len) {
        ssize_t done = send(socket, rest.at, rest.len, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_set_errno(err, "cannot send to the other process");
        rest = text_from(rest, (size_t)done);
    }
    return true;
}

/* The descriptor travels with the length, which is too short to be sent in parts. */
bool channel_send(int socket, struct text message, int fd, struct err *err)
{
    uint32_t len = (uint32_t)message.len;
    struct iovec part = {&len, sizeof len};
    struct msghdr head = {.msg_iov = &part, .msg_iovlen = 1};
    union control control = {.bytes = {0}};
    if (message.len > LIMIT_WORKER_MESSAGE_BYTES)
        return err_set(err, ERR_LIMIT, "a message of %zu bytes is too long", message.len);
    if (fd >= 0) {
        head.msg_control = control.bytes;
        head.msg_controllen = sizeof control.bytes;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&head);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(rights), &fd, sizeof fd);
    }
    ssize_t done;
    do
        done = sendmsg(socket, &head, MSG_NOSIGNAL);
    while (done < 0 && errno == EINTR);
    if (done != (ssize_t)sizeof len)
        return err_set_errno(err, "cannot send to the other process");
    return send_all(socket, message, err);
}

static bool wait_for_bytes(int socket, int64_t until_us, struct err *err)
{
    for (;;) {
        int64_t left_ms = -1;
        if (until_us != INT64_MAX)
            left_ms = (until_us - clock_steady_us()) / 1000;
        if (until_us != INT64_MAX && left_ms <= 0)
            return err_set(err, ERR_BUSY, "the other process did not answer in time");
        struct pollfd wanted = {.fd = socket, .events = POLLIN};
        int ready = poll(&wanted, 1, left_ms > INT32_MAX ? INT32_MAX : (int)left_ms);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return err_set_errno(err, "cannot wait for the other process");
    }
}

/* Keeps the first descriptor that came along, and closes it when it is not wanted or another is
   there. */
static void take_descriptor(struct msghdr *head, int *fd)
{
    struct cmsghdr *rights = CMSG_FIRSTHDR(head);
    int came;
    if (!rights || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS ||
        rights->cmsg_len != CMSG_LEN(sizeof came))
        return;
    memcpy(&came, CMSG_DATA(rights), sizeof came);
    if (fd && *fd < 0)
        *fd = came;
    else
        close(came);
}

static bool receive_all(
    int socket, int64_t until_us, char *at, size_t len, int *fd, struct err *err)
{
    for (size_t got = 0; got < len;) {
        union control control;
        struct iovec part = {at + got, len - got};
        struct msghdr head = {.msg_iov = &part,
            .msg_iovlen = 1,
            .msg_control = control.bytes,
            .msg_controllen = sizeof control.bytes};
        if (!wait_for_bytes(socket, until_us, err))
            return false;
        ssize_t done = recvmsg(socket, &head, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (done < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (done < 0 && errno != ECONNRESET)
            return err_set_errno(err, "cannot receive from the other process");
        if (done <= 0)
            return err_set(err, ERR_NOT_FOUND, "the other process is gone");
        take_descriptor(&head, fd);
        got += (size_t)done;
    }
    return true;
}

bool channel_receive(
    int socket, int64_t until_us, struct buf *ret_message, int *ret_fd, struct err *err)
{
    uint32_t len;
    int fd = -1;
    bool is_good =
        receive_all(socket, until_us, (char *)&len, sizeof len, ret_fd ? &fd : NULL, err);
    if (is_good) {
        char *at = buf_grow(ret_message, len);
        is_good = at ? receive_all(socket, until_us, at, len, ret_fd ? &fd : NULL, err)
                     : buf_check(ret_message, err);
    }
    if (!is_good && fd >= 0)
        close(fd);
    if (is_good && ret_fd)
        *ret_fd = fd;
    return is_good;
}
