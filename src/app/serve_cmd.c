/* SPDX-License-Identifier: Apache-2.0 */
#include "app/serve_cmd.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/account.h"
#include "app/app.h"
#include "app/dispatch.h"
#include "app/feed.h"
#include "app/jobs.h"
#include "app/routes.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/paths.h"
#include "net/http_call.h"
#include "ticket/notice_mail.h"

enum { IO_THREADS = 2, THREADS = 8, UPLOAD_THREADS = 4, WORKERS = 2, FETCHERS = 3 };
enum { REQUESTS_PER_MINUTE = 6000 };
enum { IDLE_SECONDS = 30, HEAD_SECONDS = 60, BODY_SECONDS = 30 };

static const struct cmd_option options[] = {
    {"listen", "HOST:PORT", "where to listen (default: 127.0.0.1:8080; port 0: a free one)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"db", "URL",
        "the database: postgres://… or a SQLite file (default: kenzen.db in the data folder)", 0},
    {"index", "FILE", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"secret-key", "FILE",
        "the key that secrets are sealed under (default: secret.key in the data folder, made at the "
        "first start)",
        0},
    {"url", "URL",
        "where browsers find the server, behind a proxy (https://kenzen.example.org; default: the "
        "address that it listens on)",
        0},
    {"allow-net", "NET",
        "let people have servers in this net called (10.1.0.0/16); may be given several times", 0},
    {"trust-proxy", "NET",
        "believe X-Forwarded-For of proxies in this net (10.0.0.5); may be given several times", 0},
    {"request-limit", "N",
        "requests that one account or address may make in a minute (default: 6000; 0: any number)",
        0},
    {"mail-wait", "SECONDS",
        "how long notices that are mailed at once wait for more of them (default: 180)", 0},
    {"chain-keystore", "FILE",
        "the encrypted key that signs transactions on chains (kenzen chain key new)", 0},
    {"chain-password", "FILE", "the file whose first line is the keystore's password", 0},
    {"anvil", "PROGRAM",
        "start anvil beside the server and keep it: a chain of one's own for trying out, with its state in the "
        "data folder",
        0},
    {"log-level", "LEVEL", "debug, info, warn or error (default: info)", 0},
    {0},
};

static const struct {
    const char *name;
    enum log_level level;
} levels[] = {
    {"debug", LOG_DEBUG},
    {"info", LOG_INFO},
    {"warn", LOG_WARN},
    {"error", LOG_ERROR},
};

static bool read_level(const char *name, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(levels); i++)
        if (strcmp(name, levels[i].name) == 0) {
            log_set_level(levels[i].level);
            return true;
        }
    return err_set(err, ERR_USAGE, "--log-level %s: not debug, info, warn or error", name);
}

static bool read_nets(const char *option, const struct cmd *cmd, struct arena *arena,
    const struct address_net **ret_nets, size_t *ret_count, struct err *err)
{
    size_t at = 0, count = 0;
    const char *net;
    struct address_net *nets = arena_take_array(arena, LIMIT_CALL_NETS, sizeof *nets);
    while (nets && (net = cmd_next(cmd, option, &at)) != NULL) {
        if (count == LIMIT_CALL_NETS)
            return err_set(err, ERR_USAGE, "--%s: more than %zu nets", option, LIMIT_CALL_NETS);
        if (!address_net_read(&nets[count++], text_of(net), err))
            return err_add(err, "--%s", option);
    }
    *ret_nets = nets;
    *ret_count = count;
    return true;
}

static bool read_request_limit(struct app_config *config, const char *given, struct err *err)
{
    const int64_t most = 60000000;
    int64_t limit = REQUESTS_PER_MINUTE;
    if (given && (!text_read_i64(text_of(given), &limit) || limit > most))
        return err_set(
            err, ERR_USAGE, "--request-limit %s: not a number up to %lld", given, (long long)most);
    config->requests_per_minute = limit;
    return true;
}

static bool read_mail_wait(struct app_config *config, const char *given, struct err *err)
{
    const int64_t most = 86400;
    int64_t seconds = NOTICE_MAIL_WAIT_US / CLOCK_SECOND_US;
    if (given && (!text_read_i64(text_of(given), &seconds) || seconds > most))
        return err_set(
            err, ERR_USAGE, "--mail-wait %s: not a number up to %lld", given, (long long)most);
    config->mail_wait_us = seconds * CLOCK_SECOND_US;
    return true;
}

/* Links are made by adding a path, so nothing may stand behind the host. */
static bool read_url(
    const char *given, struct app_config *config, struct arena *arena, struct err *err)
{
    struct text url = text_of(given);
    if (!given)
        return true;
    while (text_ends(url, TEXT("/")))
        url.len--;
    if (!http_call_check_url(url, true, err))
        return err_add(err, "--url");
    if (!text_eq(text_from(url, (size_t)text_find_text(url, TEXT("://")) + 3), http_call_host(url)))
        return err_set(err, ERR_USAGE, "--url %s: nothing may stand behind the host", given);
    config->url = arena_text(arena, url).at;
    return true;
}

static bool read_config(
    struct app_config *ret_config, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    const char *given = cmd_get(cmd, "data"), *level = cmd_get(cmd, "log-level");
    struct app_config config = {.db = cmd_get(cmd, "db"),
        .index = cmd_get(cmd, "index"),
        .secret_key = cmd_get(cmd, "secret-key"),
        .keystore = cmd_get(cmd, "chain-keystore"),
        .password = cmd_get(cmd, "chain-password"),
        .anvil = cmd_get(cmd, "anvil"),
        .threads = THREADS,
        .upload_threads = UPLOAD_THREADS,
        .workers = WORKERS,
        .fetchers = FETCHERS};
    if (cmd->word_count)
        return err_set(err, ERR_USAGE, "serve takes no argument: %s", cmd->words[0]);
    if (!config.keystore != !config.password)
        return err_set(err, ERR_USAGE, "--chain-keystore and --chain-password go together");
    if ((level && !read_level(level, err)) ||
        !read_nets("allow-net", cmd, arena, &config.allowed, &config.allowed_count, err) ||
        !read_nets("trust-proxy", cmd, arena, &config.proxies, &config.proxy_count, err) ||
        !read_request_limit(&config, cmd_get(cmd, "request-limit"), err) ||
        !read_mail_wait(&config, cmd_get(cmd, "mail-wait"), err) ||
        !read_url(cmd_get(cmd, "url"), &config, arena, err))
        return false;
    if (!paths_data(&config.data, given, arena, err) || !paths_make_folder(config.data, err))
        return false;
    if (!config.db && !paths_db(&config.db, given, arena, err))
        return false;
    if (!config.index && !paths_index(&config.index, given, arena, err))
        return false;
    if (!config.secret_key && !paths_secret_key(&config.secret_key, given, arena, err))
        return false;
    *ret_config = config;
    return true;
}

/* A server that listens everywhere is reached from here by this name. */
static struct text reachable(struct text address, struct arena *arena)
{
    struct text port = text_from(address, (size_t)text_find_last(address, ':'));
    if (text_starts(address, TEXT("0.0.0.0:")) || text_starts(address, TEXT("[::]:")))
        return arena_format(arena, "localhost%.*s", TEXT_ARG(port));
    return address;
}

/* On an empty database, makes the administrator and says how to sign in. */
static bool welcome(struct app *app, struct err *err)
{
    char secret[ACCOUNT_SECRET_SIZE];
    bool is_new;
    struct db *db = db_pool_take(app->db);
    bool is_good = account_first_start(db, clock_now_us(), secret, &is_new, err);
    db_pool_give(app->db, db);
    if (is_good && is_new)
        printf("sign in once, within a day: %s" ACCOUNT_LINK_PATH "%s\n", app->tools.url, secret);
    return is_good;
}

static void announce(struct text address)
{
    printf("listening on http://%.*s\n", TEXT_ARG(address));
    fflush(stdout);
    log_info("listening", "address=%.*s version=" KENZEN_VERSION, TEXT_ARG(address));
}

/* Waits for a second, or until a signal or news of the index come. Returns the signal, or 0. */
static int wait_a_little(int signals, int watch)
{
    enum { SECOND_MS = 1000 };
    struct signalfd_siginfo told = {0};
    struct pollfd at[] = {{.fd = signals, .events = POLLIN}, {.fd = watch, .events = POLLIN}};
    if (poll(at, LEN_OF(at), SECOND_MS) > 0 && at[0].revents &&
        read(signals, &told, sizeof told) != (ssize_t)sizeof told)
        told.ssi_signo = SIGTERM;
    return (int)told.ssi_signo;
}

/* Until somebody says stop. */
static bool wait_for_signal(
    struct app *app, struct jobs *jobs, const sigset_t *stops, struct err *err)
{
    int number = 0, signals = signalfd(-1, stops, SFD_CLOEXEC);
    if (signals < 0)
        return err_set_errno(err, "cannot wait for signals");
    while ((number = wait_a_little(signals, app_watch(app))) == 0) {
        app_heed(app);
        if (app_tick(app))
            jobs_wake(jobs);
    }
    close(signals);
    log_info("stopping", "signal=%d", number);
    return true;
}

static bool serve(struct app *app, const char *listen, const sigset_t *stops, struct arena *arena,
    struct err *err)
{
    char at[HTTP_LISTEN_TEXT_SIZE];
    struct http_server *server;
    const struct http_server_options server_options = {
        .listen = listen ? listen : "127.0.0.1:8080",
        .upload_folder = app->config.data,
        .io_threads = IO_THREADS,
        .threads = app->config.threads,
        .upload_threads = app->config.upload_threads,
        .idle_seconds = IDLE_SECONDS,
        .head_seconds = HEAD_SECONDS,
        .body_seconds = BODY_SECONDS,
        .context = app,
        .rule = dispatch_rule,
        .permit = dispatch_permit,
        .handle = dispatch_handle,
        .observe = dispatch_observe,
    };
    if (!http_server_new(&server, &server_options, err))
        return false;
    struct text address = reachable(text_of(http_server_address(server, at)), arena);
    if (!app->config.url)
        app->tools.url = arena_format(arena, "http://%.*s", TEXT_ARG(address)).at;
    bool is_good = welcome(app, err);
    struct jobs *jobs = NULL;
    is_good = is_good && jobs_new(&jobs, app, err) && feed_new(&app->feed, app, err);
    if (is_good) {
        announce(address);
        is_good = wait_for_signal(app, jobs, stops, err);
    }
    /* Streams never end by themselves, and the server waits for its requests. */
    feed_end(app->feed);
    http_server_free(server);
    feed_free(app->feed);
    app->feed = NULL;
    jobs_free(jobs);
    return is_good;
}

/* Blocked before the first thread is made, so that all inherit it and only wait_for_signal gets
   them. What nohup or a shell lets us ignore stays ignored: a blocked signal would come
   nevertheless. */
static void block_stops(sigset_t *ret_stops)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction now;
    sigemptyset(ret_stops);
    for (size_t i = 0; i < LEN_OF(numbers); i++)
        if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(ret_stops, numbers[i]);
    sigprocmask(SIG_BLOCK, ret_stops, NULL);
}

/* A connection is a descriptor, of which a shell lets us have 1,024. */
static void allow_descriptors(void)
{
    struct rlimit limit;
    const rlim_t wanted = LIMIT_HTTP_CONNECTIONS + 1024;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_warn("descriptors", "error=\"%s\"", strerror(errno));
}

static int run(const struct cmd *cmd)
{
    struct err err;
    struct arena arena;
    struct app_config config;
    struct app *app = NULL;
    sigset_t stops;
    block_stops(&stops);
    allow_descriptors();
    umask(077);
    arena_init(&arena, SIZE_MAX);
    bool is_good = read_config(&config, cmd, &arena, &err) && app_new(&app, &config, &err) &&
                   serve(app, cmd_get(cmd, "listen"), &stops, &arena, &err);
    app_free(app);
    arena_done(&arena);
    return is_good ? 0 : cmd_fail(&err);
}

const struct cmd_row serve_cmd = {
    .name = "serve",
    .brief = "serve the REST interface and the user interface over HTTP",
    .help =
        "Makes the data folder and the database where there are none. The first start prints a\n"
        "link that signs the administrator in, once. SIGTERM, SIGINT and SIGHUP let the requests\n"
        "under way finish, and end it.\n"
        "\n"
        "  kenzen serve\n"
        "  kenzen serve --listen 127.0.0.1:0 --data /srv/kenzen --db postgres://localhost/kenzen\n"
        "\n"
        "Servers that people name (of an issue tracker, a webhook) are called only on the public\n"
        "Internet, unless --allow-net names their net.\n"
        "\n"
        "Standard output gets the address, and the link; the log goes to standard error.",
    .options = options,
    .run = run,
};

static int run_routes(const struct cmd *cmd)
{
    (void)cmd;
    for (const struct api_route *const *table = routes_tables; *table; table++)
        for (const struct api_route *route = *table; route->method; route++)
            printf("%s %s\n", route->method, route->path);
    return 0;
}

const struct cmd_row serve_cmd_routes = {
    .name = "internal routes",
    .brief = "print the methods and paths of all routes, one on a line",
    .run = run_routes,
};
