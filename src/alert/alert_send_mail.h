/* SPDX-License-Identifier: Apache-2.0 */
/* Sends to the mail addresses of a channel, by the organisation's mail server (docs/mail.md): one message to all of them, who see each
   other. Example: [ALERT_CHANNEL_MAIL] = alert_send_mail in the table of alert_send.c */
#ifndef ALERT_ALERT_SEND_MAIL_H
#define ALERT_ALERT_SEND_MAIL_H

#include "alert/alert_send.h"

/* Those whom the server puts off while others get it are written to by themselves later. */
MUST_USE bool alert_send_mail(struct alert_sending *sending, struct err *err);

#endif
