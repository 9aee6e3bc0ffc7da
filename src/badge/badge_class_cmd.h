/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge classes, class add, class image. Example: commands.c names badge_class_cmd_classes. */
#ifndef BADGE_BADGE_CLASS_CMD_H
#define BADGE_BADGE_CLASS_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_class_cmd_add;
extern const struct cmd_row badge_class_cmd_classes;
extern const struct cmd_row badge_class_cmd_image;

#endif
