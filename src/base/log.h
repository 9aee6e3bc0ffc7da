/* SPDX-License-Identifier: Apache-2.0 */
/* The program's log: lines of key=value on stderr, each with time and level.
   Example: log_info("request", "method=%s path=%s status=%d", m, p, s);
   Who handles an error logs it, once; library code never does. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are dropped; LOG_INFO at the start. */
void log_set_level(enum log_level level);

/* event is one word; fields are "key=value key=\"two words\"". Control characters are replaced. */
void log_debug(const char *event, const char *fields, ...) PRINTF_LIKE(2, 3);
void log_info(const char *event, const char *fields, ...) PRINTF_LIKE(2, 3);
void log_warn(const char *event, const char *fields, ...) PRINTF_LIKE(2, 3);
void log_error(const char *event, const char *fields, ...) PRINTF_LIKE(2, 3);

/* Replaces the quotes in text, which others may have had a say in, so that it ends no field. Returns text. */
const char *log_words(char *text);

#endif
