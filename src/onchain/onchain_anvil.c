/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_anvil.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "chain/hd.h"
#include "chain/mnemonic.h"

enum { STEP_MS = 50, START_STEPS = 600, END_STEPS = 200, PAUSE_STEPS = 20, PORT_FILE_BYTES = 16 };
#define STEP_US ((useconds_t)STEP_MS * 1000)

/* What anvil, hardhat and ganache make their accounts of, as their documents say. */
#define DEVELOPERS_WORDS TEXT("test test test test test test test test test test test junk")

struct onchain_anvil {
    char *program, *state, *port_file;
    char url[40], port[8];
    pthread_t keeper;
    pthread_mutex_t lock;
    pid_t pid; /* 0: it does not run */
    bool is_started, is_ending;
};

/* -- the port -- */

/* Returns whether a port of loopback is free; 0: any, which is then *port. */
static bool try_port(unsigned *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)*port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (fd < 0)
        return false;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    bool is_free = bind(fd, (struct sockaddr *)&address, size) == 0 &&
                   getsockname(fd, (struct sockaddr *)&address, &size) == 0;
    close(fd);
    if (is_free)
        *port = ntohs(address.sin_port);
    return is_free;
}

/* Wallets remember where the node is, so it is on the same port again, unless somebody else has that by now. */
static bool find_port(struct onchain_anvil *anvil, struct err *err)
{
    struct buf file;
    uint64_t kept = 0;
    buf_init(&file, PORT_FILE_BYTES);
    if (!file_read(&file, anvil->port_file, NULL) ||
        !text_read_u64(text_trim(buf_text(&file)), &kept) || kept > UINT16_MAX)
        kept = 0;
    buf_done(&file);
    unsigned port = (unsigned)kept;
    if (!port || !try_port(&port)) {
        port = 0;
        if (!try_port(&port))
            return err_set_errno(err, "no free port for anvil");
    }
    snprintf(anvil->port, sizeof anvil->port, "%u", port);
    snprintf(anvil->url, sizeof anvil->url, "http://127.0.0.1:%u", port);
    return file_write(anvil->port_file, text_of(anvil->port), err);
}

/* -- the process -- */

static bool answers(const struct onchain_anvil *anvil)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    uint64_t port = 0;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || !text_read_u64(text_of(anvil->port), &port))
        return false;
    address.sin_port = htons((uint16_t)port);
    bool is_up = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_up;
}

/* In the new process: nothing of ours but the words on standard error, and the signals as they are by default. */
NORETURN static void become_anvil(const struct onchain_anvil *anvil, pid_t parent)
{
    sigset_t none;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    execlp(anvil->program, "anvil", "--host", "127.0.0.1", "--port", anvil->port, "--chain-id",
        "31337", "--state", anvil->state, "--state-interval", "1", "--silent", (char *)NULL);
    _exit(127);
}

static bool start(struct onchain_anvil *anvil)
{
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        become_anvil(anvil, parent);
    pthread_mutex_lock(&anvil->lock);
    anvil->pid = pid > 0 ? pid : 0;
    pthread_mutex_unlock(&anvil->lock);
    return pid > 0;
}

static bool is_wanted(struct onchain_anvil *anvil)
{
    pthread_mutex_lock(&anvil->lock);
    bool is = !anvil->is_ending;
    pthread_mutex_unlock(&anvil->lock);
    return is;
}

static void tell_start(struct onchain_anvil *anvil)
{
    pthread_mutex_lock(&anvil->lock);
    anvil->is_started = true;
    pthread_mutex_unlock(&anvil->lock);
}

/* The process dies with the thread that started it, so that one stays. */
static void *keep(void *context)
{
    struct onchain_anvil *anvil = context;
    while (is_wanted(anvil)) {
        int status = 0;
        if (start(anvil)) {
            tell_start(anvil);
            while (waitpid(anvil->pid, &status, 0) < 0 && errno == EINTR)
                ;
        }
        pthread_mutex_lock(&anvil->lock);
        anvil->pid = 0;
        pthread_mutex_unlock(&anvil->lock);
        if (is_wanted(anvil))
            log_warn("anvil", "ended=%d: started again", status);
        for (int i = 0; i < PAUSE_STEPS && is_wanted(anvil); i++)
            usleep(STEP_US);
    }
    return NULL;
}

static bool wait_until_up(struct onchain_anvil *anvil, struct err *err)
{
    for (int i = 0; i < START_STEPS; i++) {
        pthread_mutex_lock(&anvil->lock);
        bool is_gone = anvil->is_started && anvil->pid == 0;
        pthread_mutex_unlock(&anvil->lock);
        if (is_gone)
            return err_set(
                err, ERR_NOT_FOUND, "%s: cannot be run, or ends at once", anvil->program);
        if (answers(anvil))
            return true;
        usleep(STEP_US);
    }
    return err_set(err, ERR_SYSTEM, "%s: does not answer", anvil->program);
}

bool onchain_anvil_new(
    struct onchain_anvil **ret_anvil, const char *program, const char *folder, struct err *err)
{
    struct onchain_anvil *anvil = calloc(1, sizeof *anvil);
    if (!anvil || !(anvil->program = strdup(program)) ||
        asprintf(&anvil->state, "%s/anvil.json", folder) < 0 ||
        asprintf(&anvil->port_file, "%s/anvil.port", folder) < 0)
        err_panic("out of memory");
    pthread_mutex_init(&anvil->lock, NULL);
    bool is_up = find_port(anvil, err);
    if (is_up) {
        errno = pthread_create(&anvil->keeper, NULL, keep, anvil);
        is_up = errno == 0 || err_set_errno(err, "cannot start a thread");
        anvil->is_ending = !is_up;
    }
    is_up = is_up && wait_until_up(anvil, err);
    if (is_up)
        *ret_anvil = anvil;
    else
        onchain_anvil_free(anvil);
    return is_up;
}

static void stop(struct onchain_anvil *anvil)
{
    pthread_mutex_lock(&anvil->lock);
    anvil->is_ending = true;
    pid_t pid = anvil->pid;
    pthread_mutex_unlock(&anvil->lock);
    if (pid > 0)
        kill(pid, SIGTERM);
    for (int i = 0; pid > 0 && i < END_STEPS; i++) {
        pthread_mutex_lock(&anvil->lock);
        bool is_gone = anvil->pid != pid;
        pthread_mutex_unlock(&anvil->lock);
        if (is_gone)
            break;
        if (i == END_STEPS - 1)
            kill(pid, SIGKILL);
        usleep(STEP_US);
    }
}

void onchain_anvil_free(struct onchain_anvil *anvil)
{
    if (!anvil)
        return;
    if (anvil->keeper) {
        stop(anvil);
        pthread_join(anvil->keeper, NULL);
    }
    pthread_mutex_destroy(&anvil->lock);
    free(anvil->program);
    free(anvil->state);
    free(anvil->port_file);
    free(anvil);
}

struct text onchain_anvil_url(const struct onchain_anvil *anvil)
{
    return text_of(anvil->url);
}

/* -- the chain -- */

static bool make_signer(struct onchain_signer **ret_signer, struct err *err)
{
    unsigned char seed[MNEMONIC_SEED_SIZE], key[SECP_KEY_SIZE];
    return mnemonic_seed(DEVELOPERS_WORDS, TEXT(""), seed, err) &&
           hd_derive(
               (struct text){(const char *)seed, sizeof seed}, TEXT(HD_FIRST_ACCOUNT), key, err) &&
           onchain_signer_new(ret_signer, key, err);
}

/* What is paid there is worth nothing. */
enum { ANVIL_CLAIMS_A_DAY = 1000 };

struct joining {
    const struct onchain_anvil *anvil;
    const struct vault *vault;
    struct arena *arena;
    int64_t now_us;
};

static bool write_chain(struct db *db, void *context, struct err *err)
{
    const struct joining *it = context;
    struct text url = onchain_anvil_url(it->anvil);
    bool is_there;
    struct onchain chain;
    if (!onchain_find(db, it->vault, ONCHAIN_ANVIL_CHAIN, it->arena, &chain, &is_there, err))
        return false;
    if (is_there && chain.endpoint_count == 1 && text_eq(chain.endpoints[0], url))
        return true;
    if (!is_there)
        chain = (struct onchain){.id = ONCHAIN_ANVIL_CHAIN,
            .name = TEXT("anvil"),
            .explorer_url = TEXT(""),
            .symbol = TEXT("ETH"),
            .confirmations = 1,
            .most_fee_wei = ONCHAIN_MOST_FEE_WEI,
            .most_gas = 2 * ONCHAIN_MOST_GAS,
            .replace_seconds = ONCHAIN_REPLACE_SECONDS,
            .anchor_seconds = ONCHAIN_ANCHOR_SECONDS,
            .claims_paid_a_day = ANVIL_CLAIMS_A_DAY,
            .is_on = true};
    chain.endpoints[0] = chain.wallet_url = url;
    chain.endpoint_count = 1;
    return is_there ? onchain_set(db, it->vault, &chain, 0, it->now_us, err)
                    : onchain_add(db, it->vault, &chain, 0, it->now_us, err);
}

bool onchain_anvil_join(const struct onchain_anvil *anvil, struct db *db, const struct vault *vault,
    struct onchain_tools *tools, int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct joining it = {.anvil = anvil, .vault = vault, .arena = &arena, .now_us = now_us};
    bool is_good = make_signer(&tools->own_signer, err) && db_transact(db, write_chain, &it, err);
    arena_done(&arena);
    tools->own_chain = ONCHAIN_ANVIL_CHAIN;
    tools->caller.own_url = onchain_anvil_url(anvil);
    return is_good;
}
