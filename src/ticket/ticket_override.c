/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_override.h"

static int compare(const struct ticket_override_row *row, const struct ticket *ticket)
{
    int order = text_cmp(row->ecosystem, ticket->ecosystem);
    return order ? order : text_cmp(row->package, ticket->package);
}

size_t ticket_override_of(const struct ticket_part *part, const struct ticket *ticket,
    struct ticket_override *ret_overrides, size_t max)
{
    size_t low = 0, high = part->override_count, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&part->overrides[middle], ticket) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < part->override_count && compare(&part->overrides[low], ticket) == 0; low++) {
        const struct ticket_override_row *row = &part->overrides[low];
        if ((row->ticket_id && row->ticket_id != ticket->id) || count == max)
            continue;
        ret_overrides[count++] = (struct ticket_override){.input = row->input,
            .value = row->value,
            .source = row->ticket_id ? TICKET_FROM_TICKET : TICKET_FROM_COMPONENT};
    }
    return count;
}
