/* SPDX-License-Identifier: Apache-2.0 */
/* print_art: prints a picture of a badge on each line: every frame at every level in both looks, with every glyph among them. */
#include <stdio.h>

#include "badge/badge_art.h"

static void print(const struct badge_art *art)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    badge_art_draw(&out, art);
    printf("%.*s\n", TEXT_ARG(buf_text(&out)));
    buf_done(&out);
}

int main(void)
{
    enum { LOOKS = 2, LEVELS = BADGE_ART_LEVELS + 1 };
    for (int i = 0; i < BADGE_FRAMES * LEVELS * LOOKS; i++)
        print(&(struct badge_art){
            .frame = (enum badge_frame)(i % BADGE_FRAMES),
            .glyph = (enum badge_glyph)(i % BADGE_GLYPHS),
            .hue = i * 37 % 360,
            .level = i / BADGE_FRAMES % LEVELS,
            .is_self_certified = i / BADGE_FRAMES / LEVELS > 0,
        });
    return 0;
}
