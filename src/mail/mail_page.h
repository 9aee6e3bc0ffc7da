/* SPDX-License-Identifier: Apache-2.0 */
/* What a mail says, written once and shown twice: as a text, and as HTML that says the same. Whatever is given is shown as it is and
   never as markup. Example: mail_page_init(&page, title); mail_page_say(&page, words); mail_page_link(&page, label, url);
   mail_page_end(&page, why, label, url); … mail_page_done(&page); */
#ifndef MAIL_MAIL_PAGE_H
#define MAIL_MAIL_PAGE_H

#include "base/arena.h"
#include "base/buf.h"

struct mail_page {
    struct buf text, html;
};

void mail_page_init(struct mail_page *page, struct text title);
void mail_page_done(struct mail_page *page);

/* A paragraph. */
void mail_page_say(struct mail_page *page, struct text words);
/* A link that is the point of the mail. */
void mail_page_link(struct mail_page *page, struct text label, struct text url);
/* One of several things that the mail tells of: what, more of it (or empty), and where to see it. */
void mail_page_item(struct mail_page *page, struct text head, struct text words, struct text url);
/* The end: why it was sent, and where that is changed (both empty: there is nothing to change). */
void mail_page_end(struct mail_page *page, struct text why, struct text label, struct text url);

/* Fills a sentence: {name} becomes the value of that key, on one line; a key that is not there stays as it is. */
struct mail_page_word {
    const char *key;
    struct text value;
};
struct text mail_page_fill(
    struct arena *arena, const char *sentence, const struct mail_page_word *words, size_t count);
#define MAIL_PAGE_FILL(arena, sentence, ...)                                                       \
    mail_page_fill(arena, sentence, (const struct mail_page_word[]){__VA_ARGS__},                  \
        sizeof((const struct mail_page_word[]){__VA_ARGS__}) / sizeof(struct mail_page_word))

/* Adds what programs make a link of ("://", "www.", "mailto:") as analysts write it, so that none does. Returns how many bytes of rest
   that took; 0 when it begins with none. */
size_t mail_page_unlink(struct buf *out, struct text rest);

#endif
