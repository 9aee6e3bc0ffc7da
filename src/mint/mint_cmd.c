/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/mint_cmd.h"

#include "account/actor_cmd.h"
#include "chain/hex.h"
#include "chain/secp.h"
#include "journal/journal_tree.h"
#include "mint/campaign.h"
#include "mint/campaign_api.h"
#include "mint/claim_relay.h"
#include "mint/mint_api.h"
#include "onchain/onchain_tools.h"
#include "store/db_cmd.h"

static bool is_json(const struct db_cmd *it)
{
    return cmd_has(it->cmd, "json");
}

/* Leaves 0, the only chain, when none is named. */
static bool read_chain(const struct db_cmd *it, int64_t *ret_id, struct err *err)
{
    const char *given = cmd_get(it->cmd, "chain");
    return !given || (text_read_i64(text_of(given), ret_id) && *ret_id > 0) ||
           err_set(err, ERR_USAGE, "--chain %s: not the id of a chain", given);
}

static void print_hash(struct buf *out, const char *name, const unsigned char *hash)
{
    char hex[2 * KECCAK_SIZE + 1];
    buf_format(out, "  %-10s  0x%s\n", name, hex_print_into(hex, hash, KECCAK_SIZE));
}

static bool print_transaction(struct db_cmd *it, int64_t id, struct err *err)
{
    struct chain_tx tx;
    bool is_there = false;
    if (id && !chain_tx_find(it->db, id, &it->arena, &tx, &is_there, err))
        return false;
    if (!is_there)
        return true;
    buf_format(
        &it->out, "  transaction %lld is %s", (long long)tx.id, chain_tx_state_name(tx.state));
    if (tx.error.len) {
        buf_add_z(&it->out, ": ");
        buf_add_plain(&it->out, tx.error);
    }
    buf_add_char(&it->out, '\n');
    return true;
}

/* -- badge minting -- */

static void print_public(struct db_cmd *it, const struct mint *mint)
{
    char contract[ADDRESS_TEXT_SIZE], holder[ADDRESS_TEXT_SIZE];
    buf_format(&it->out, "  address     %s\n  contract    %s\n  class       %d\n",
        address_print(&mint->holder, holder), address_print(&mint->contract, contract),
        mint->number);
    print_hash(&it->out, "commitment", mint->commitment);
    buf_format(&it->out, "  NFT         %.*s\n", TEXT_ARG(mint_nft_id(mint, &it->arena)));
}

static bool print_state(struct db_cmd *it, int64_t badge_id, struct err *err)
{
    struct mint mint;
    if (!mint_find(it->db, badge_id, &it->arena, &mint, err))
        return false;
    if (mint.state == MINT_NONE)
        return err_set(err, ERR_NOT_FOUND, "nobody has asked to bring this badge onto a chain");
    if (is_json(it)) {
        if (!mint_api_print(it->db, &it->out, &mint, &it->arena, err))
            return false;
        buf_add_char(&it->out, '\n');
        return true;
    }
    buf_format(&it->out, "%s on chain %lld", mint_state_word(mint.state), (long long)mint.chain_id);
    if (mint.error.len) {
        buf_add_z(&it->out, ": ");
        buf_add_plain(&it->out, mint.error);
    }
    buf_add_char(&it->out, '\n');
    print_public(it, &mint);
    return print_transaction(it, mint.tx_id, err);
}

static bool show_state(struct db_cmd *it, struct err *err)
{
    struct badge badge;
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           badge_find(it->db, &actor_cmd_everybody, id, &it->arena, &badge, err) &&
           print_state(it, id, err);
}

/* -- badge mint -- */

static void print_preview(struct db_cmd *it, const struct mint *mint, const struct onchain *chain)
{
    if (is_json(it)) {
        json_print_open(&it->out, '{');
        mint_api_print_chain(&it->out, chain);
        mint_api_print_public(&it->out, mint, &it->arena);
        json_print_close(&it->out, '}');
        buf_add_char(&it->out, '\n');
        return;
    }
    buf_add_z(&it->out, "This becomes public for ever on ");
    buf_add_plain(&it->out, chain->name);
    buf_format(
        &it->out, " (%lld), with the time and the address that sends it:\n", (long long)chain->id);
    print_public(it, mint);
    buf_add_z(&it->out, "No name, no team and no text.\n");
}

/* Nothing but the word is a yes: an empty line, or no input at all, orders nothing. */
static bool ask(struct db_cmd *it, bool *ret_is_yes, struct err *err)
{
    struct buf line;
    db_cmd_flush(it);
    *ret_is_yes = cmd_has(it->cmd, "yes");
    if (*ret_is_yes)
        return true;
    fprintf(stderr, "Type yes to order it: ");
    fflush(stderr);
    buf_init(&line, LIMIT_API_NAME_BYTES);
    *ret_is_yes = cmd_read_line(&line) && text_is(text_trim(buf_text(&line)), "yes");
    buf_done(&line);
    if (!*ret_is_yes)
        fprintf(stderr, "nothing was ordered\n");
    it->is_no = !*ret_is_yes;
    return cmd_check_input(err);
}

/* What was shown is what is ordered, whatever address and chain would be the usual ones by now. */
static bool order(
    struct db_cmd *it, const struct api_principal *who, const struct mint *mint, struct err *err)
{
    char holder[ADDRESS_TEXT_SIZE];
    struct mint_wish wish = {.badge_id = mint->badge_id,
        .chain_id = mint->chain_id,
        .address = text_of(address_print(&mint->holder, holder))};
    return mint_order(it->db, who, &wish, clock_now_us(), err) &&
           print_state(it, wish.badge_id, err);
}

static bool mint_badge(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct mint_wish wish = {.address = text_of(cmd_get(it->cmd, "address"))};
    struct mint mint;
    struct onchain chain;
    bool is_yes;
    if (!cmd_read_id(it->cmd, 0, &wish.badge_id, err) || !read_chain(it, &wish.chain_id, err) ||
        !actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) ||
        !journal_tree_place_all(it->db, it->now_us, err) ||
        !mint_preview(it->db, &who, &wish, it->now_us, &it->arena, &mint, &chain, err))
        return false;
    print_preview(it, &mint, &chain);
    return ask(it, &is_yes, err) && (!is_yes || order(it, &who, &mint, err));
}

/* -- campaigns -- */

static void print_campaign(struct db_cmd *it, const struct campaign *campaign)
{
    char until[CLOCK_TEXT_SIZE];
    if (is_json(it)) {
        campaign_api_print(&it->out, campaign);
        buf_add_char(&it->out, '\n');
        return;
    }
    buf_format(&it->out, "%lld  %.*s  chain %lld  %lld badges, %lld claimed  until %s",
        (long long)campaign->id, TEXT_ARG(campaign->state), (long long)campaign->chain_id,
        (long long)campaign->count, (long long)campaign->claimed,
        clock_print(campaign->expires_us, until));
    if (campaign->error.len)
        buf_add_z(&it->out, "  ");
    buf_add_plain(&it->out, campaign->error);
    buf_add_char(&it->out, '\n');
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct campaign *campaigns;
    size_t count;
    if (!campaign_list(it->db, &it->arena, &campaigns, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        print_campaign(it, &campaigns[i]);
    return true;
}

static bool show_id(struct db_cmd *it, int64_t id, struct err *err)
{
    char contract[ADDRESS_TEXT_SIZE];
    struct campaign campaign;
    if (!campaign_find(it->db, id, &it->arena, &campaign, err))
        return false;
    print_campaign(it, &campaign);
    if (is_json(it))
        return true;
    buf_format(&it->out, "  contract    %s\n", address_print(&campaign.contract, contract));
    print_hash(&it->out, "root", campaign.root.at);
    return print_transaction(it, campaign.tx_id, err) &&
           print_transaction(it, campaign.closing_tx_id, err);
}

static bool show(struct db_cmd *it, struct err *err)
{
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) && show_id(it, id, err);
}

static bool open(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct campaign_order order = {0};
    int64_t id;
    if (!cmd_has(it->cmd, "expires"))
        return err_set(err, ERR_USAGE, "--expires: is missing: until when badges may be claimed");
    return read_chain(it, &order.chain_id, err) &&
           cmd_read_time(it->cmd, "expires", &order.expires_us, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           api_permit(&who, RIGHT_BADGE_RULE_CHANGE, err) &&
           journal_tree_place_all(it->db, it->now_us, err) &&
           campaign_open(it->db, &who, &order, it->now_us, &id, err) && show_id(it, id, err);
}

static bool close_one(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           api_permit(&who, RIGHT_BADGE_RULE_CHANGE, err) &&
           campaign_close(it->db, &who, id, it->now_us, err) && show_id(it, id, err);
}

/* -- campaign claim-data -- */

static bool print_claim(struct db_cmd *it, const struct claim *claim, struct err *err)
{
    char address[ADDRESS_TEXT_SIZE], until[CLOCK_TEXT_SIZE];
    struct buf *out = &it->out;
    buf_format(out, "claim(root, class, commitment, proof) on chain %lld until %s\n",
        (long long)claim->campaign.chain_id, clock_print(claim->campaign.expires_us, until));
    buf_format(out, "  from        %s\n", address_print(&claim->mint.holder, address));
    buf_format(out, "  to          %s\n", address_print(&claim->campaign.contract, address));
    print_hash(out, "root", claim->campaign.root.at);
    buf_format(out, "  class       %d\n", claim->mint.number);
    print_hash(out, "commitment", claim->mint.commitment);
    for (size_t i = 0; i < claim->proof.count; i++)
        print_hash(out, i ? "" : "proof", claim->proof.nodes[i].at);
    buf_add_z(out, "  data        ");
    hex_print(out, claim->data.at, claim->data.len);
    buf_add_char(out, '\n');
    return buf_check(out, err);
}

/* For its recipient, who alone can send it. */
static bool show_claim(struct db_cmd *it, struct err *err)
{
    struct badge badge;
    struct claim claim;
    struct mint_wish wish = {.address = text_of(cmd_get(it->cmd, "address"))};
    if (!cmd_read_id(it->cmd, 0, &wish.badge_id, err) || !read_chain(it, &wish.chain_id, err) ||
        !badge_find(it->db, &actor_cmd_everybody, wish.badge_id, &it->arena, &badge, err))
        return false;
    struct api_principal who = {.account_id = badge.account_id};
    bool is_offered;
    if (!campaign_claim(it->db, &who, &wish, it->now_us, &it->arena, &claim, err) ||
        !claim_relay_is_offered(it->db, claim.campaign.chain_id, &is_offered, err))
        return false;
    if (!is_json(it))
        return print_claim(it, &claim, err);
    campaign_api_print_claim(
        &it->out, &claim, is_offered ? claim_relay_deadline(it->now_us) : 0, &it->arena);
    buf_add_char(&it->out, '\n');
    return true;
}

/* -- badge claim -- */

/* The deadline is to be given again with the signature: it is told beside the text, which goes to the wallet as it is. */
static bool print_typed(struct db_cmd *it, const struct api_principal *who,
    const struct claim_relay_order *order, struct err *err)
{
    struct claim claim;
    char until[CLOCK_TEXT_SIZE];
    int64_t deadline_us =
        order->deadline_us ? order->deadline_us : claim_relay_deadline(it->now_us);
    if (!campaign_claim(it->db, who, &order->wish, it->now_us, &it->arena, &claim, err))
        return false;
    claim_relay_print(&it->out, &claim, deadline_us);
    buf_add_char(&it->out, '\n');
    fprintf(stderr, "deadline %s\n", clock_print(deadline_us, until));
    return true;
}

static bool order_claim(struct db_cmd *it, const struct api_principal *who,
    struct claim_relay_order *order, const char *hex, struct err *err)
{
    unsigned char signature[SECP_SIGNATURE_SIZE];
    struct fetch_options options = {.count = 1};
    if (!hex_read(text_of(hex), signature, sizeof signature))
        return err_set(err, ERR_USAGE, "--signature: not 65 bytes as 0x and hexadecimal digits");
    if (!order->deadline_us)
        return err_set(err, ERR_USAGE, "--deadline: is missing: the one that was signed");
    order->signature = (struct text){(const char *)signature, sizeof signature};
    if (!fetch_read_nets(it->cmd, &it->arena, &options, err))
        return false;
    struct onchain_tools tools = {
        .caller = {.allowed = options.allowed, .allowed_count = options.allowed_count}};
    return db_cmd_open_vault(it, err) &&
           claim_relay_order(it->db, who, order, it->vault, &tools, it->now_us, err) &&
           print_state(it, order->wish.badge_id, err);
}

static bool claim_badge(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct claim_relay_order order = {.wish = {.address = text_of(cmd_get(it->cmd, "address"))}};
    const char *signature = cmd_get(it->cmd, "signature");
    if (!cmd_read_id(it->cmd, 0, &order.wish.badge_id, err) ||
        !read_chain(it, &order.wish.chain_id, err) ||
        !cmd_read_time(it->cmd, "deadline", &order.deadline_us, err) ||
        !actor_cmd_find(it->db, it->cmd, &it->arena, &who, err))
        return false;
    if (cmd_has(it->cmd, "typed-data"))
        return print_typed(it, &who, &order, err);
    return signature
               ? order_claim(it, &who, &order, signature, err)
               : err_set(err, ERR_USAGE, "--signature: is missing: of what --typed-data prints");
}

/* -- chain tx retry -- */

static bool retry(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct chain_tx tx;
    int64_t id;
    bool is_there;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           api_permit(&who, RIGHT_CHAIN_MANAGE, err) &&
           mint_retry(it->db, &who, id, it->now_us, err) &&
           chain_tx_find(it->db, id, &it->arena, &tx, &is_there, err) &&
           print_state(it, tx.object_id, err);
}

/* -- rows -- */

static int run_mint(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, mint_badge);
}

static int run_state(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, show_state);
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_show(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, show);
}

static int run_open(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, open);
}

static int run_close(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, close_one);
}

static int run_claim(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, show_claim);
}

static int run_retry(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, retry);
}

static int run_badge_claim(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, claim_badge);
}

#define JSON_OPTION {"json", NULL, "print JSON, as the REST interface has it, one on each line", 0}
#define CHAIN_OPTION                                                                               \
    {"chain", "ID", "the chain (default: the only one that has a contract for badges)", 0}

static const struct cmd_option mint_options[] = {
    {"by", "NAME", "the account that the badge praises: nobody else may", 0},
    CHAIN_OPTION,
    {"address", "ADDR", "one that is bound to the account (default: the one that receives)", 0},
    {"yes", NULL, "order it without asking, after it was shown", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd = {
    .name = "badge mint",
    .args = "BADGE",
    .brief = "bring a badge onto a chain, after showing exactly what becomes public",
    .help = "Orders the transaction, which a server that runs with the key (kenzen serve\n"
            "--chain-keystore) signs and sends. Exit code 1: the question was not answered by yes.",
    .options = mint_options,
    .run = run_mint,
};

static const struct cmd_option badge_claim_options[] = {
    {"by", "NAME", "the account that the badge praises: nobody else may", 0},
    {"typed-data", NULL, "print what its holder signs (cast wallet sign --data), and order nothing",
        0},
    {"deadline", "TIME", "until when the signature counts (default: for a day)", 0},
    {"signature", "HEX", "what the wallet answered: order the claim", 0},
    CHAIN_OPTION,
    {"address", "ADDR", "the address that claims, if campaigns have several", 0},
    DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION,
    FETCH_ALLOW_NET_OPTION,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd_claim = {
    .name = "badge claim",
    .args = "BADGE",
    .brief = "claim a badge of a campaign by its holder's signature: the server pays",
    .help = "First what is signed, then what was signed:\n"
            "\n"
            "  kenzen badge claim BADGE --by kim --typed-data >claim.json\n"
            "  cast wallet sign --data --from-file claim.json\n"
            "  kenzen badge claim BADGE --by kim --deadline TIME --signature 0x…",
    .options = badge_claim_options,
    .run = run_badge_claim,
};

static const struct cmd_option plain_options[] = {DB_CMD_OPTIONS, JSON_OPTION, {0}};

const struct cmd_row mint_cmd_state = {
    .name = "badge minting",
    .args = "BADGE",
    .brief = "show how far a badge is on its way onto a chain",
    .options = plain_options,
    .run = run_state,
};

const struct cmd_row mint_cmd_campaign_list = {
    .name = "campaign list",
    .args = "",
    .brief = "list the campaigns by which badges may be claimed, the newest first",
    .help = "At most 200.",
    .options = plain_options,
    .run = run_list,
};

const struct cmd_row mint_cmd_campaign_show = {
    .name = "campaign show",
    .args = "CAMPAIGN",
    .brief = "show one campaign, and its transaction",
    .options = plain_options,
    .run = run_show,
};

static const struct cmd_option open_options[] = {
    {"by", "NAME", "the account that opens it", 0},
    {"expires", "TIME", "until when badges may be claimed", 0},
    CHAIN_OPTION,
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd_campaign_open = {
    .name = "campaign open",
    .args = "",
    .brief = "let the holders of all badges that are on no chain claim them",
    .help = "  kenzen campaign open --by root --expires 2027-01-31",
    .options = open_options,
    .run = run_open,
};

static const struct cmd_option close_options[] = {
    {"by", "NAME", "the account that closes it", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd_campaign_close = {
    .name = "campaign close",
    .args = "CAMPAIGN",
    .brief = "end a campaign before its time",
    .options = close_options,
    .run = run_close,
};

static const struct cmd_option retry_options[] = {
    {"by", "NAME", "the account that does it: an administrator", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd_retry = {
    .name = "chain tx retry",
    .args = "TRANSACTION",
    .brief = "try again to take back the token of a revoked badge",
    .help = "After the chain refused it, for a reason that kenzen chain tx show tells.",
    .options = retry_options,
    .run = run_retry,
};

static const struct cmd_option claim_options[] = {
    CHAIN_OPTION,
    {"address", "ADDR", "the address that claims, if campaigns have several", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row mint_cmd_claim_data = {
    .name = "campaign claim-data",
    .args = "BADGE",
    .brief = "print the root, the proof and the call with which a wallet claims a badge",
    .options = claim_options,
    .run = run_claim,
};
