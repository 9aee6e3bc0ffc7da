/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_letter_words.h"

enum { ORGANISATION = LETTER_KINDS };

static const struct mail_letter_words words[LETTER_KINDS + 1][2] = {
    [LETTER_INVITATION] =
        {{"invitation", "{by} invites you into the team {team} in kenzen",
             "{by} invites you into the team {team} in kenzen, where your organisation decides what to do about "
             "vulnerabilities.",
             "Accept the invitation",
             "Whoever has the link can use it, so keep it to yourself. It ends some day.",
             "kenzen at {url} sent this to {address} because {by} entered this address. Nothing more will "
             "come unless you accept; if you do not know {by}, delete this mail."},
            {"invitation", "{by} さんから kenzen のチーム「{team}」への招待",
                "{by} さんがあなたを kenzen のチーム「{team}」に招待しています。kenzen "
                "は、組織が脆弱性への対応を決める場所です。",
                "招待を受ける",
                "リンクを知る人は誰でも使えるため、他の人に渡さないでください。リンクには期限があります。",
                "{by} さんがこのアドレスを入力したため、{url} の kenzen が {address} "
                "に送信しました。承諾しない限り、これ以上メールは届きません。心当たりがなければ削除してください。"}},
    [ORGANISATION] =
        {{"invitation", "{by} invites you to kenzen",
             "{by} invites you to kenzen, where your organisation decides what to do about vulnerabilities.",
             "Accept the invitation",
             "Whoever has the link can use it, so keep it to yourself. It ends some day.",
             "kenzen at {url} sent this to {address} because {by} entered this address. Nothing more will "
             "come unless you accept; if you do not know {by}, delete this mail."},
            {"invitation", "{by} さんから kenzen への招待",
                "{by} さんがあなたを kenzen に招待しています。kenzen は、組織が脆弱性への対応を決める場所です。",
                "招待を受ける",
                "リンクを知る人は誰でも使えるため、他の人に渡さないでください。リンクには期限があります。",
                "{by} さんがこのアドレスを入力したため、{url} の kenzen が {address} "
                "に送信しました。承諾しない限り、これ以上メールは届きません。心当たりがなければ削除してください。"}},
    [LETTER_SIGNIN] =
        {{"signin", "Your sign-in link for kenzen",
             "{by} made a link that signs you in to kenzen as {name}. You can set a password then.",
             "Sign in", "It works once, within a day.",
             "kenzen at {url} sent this to {address}, which your account has as its address, because {by} asked for it. "
             "If you did not expect it, do not follow the link, and ask {by}."},
            {"signin", "kenzen のサインインリンク",
                "{by} さんが、{name} として kenzen にサインインするリンクを作成しました。サインイン後にパスワードを設定できます。",
                "サインインする", "1 日以内に 1 回だけ使えます。",
                "{by} さんの操作により、{url} の kenzen がアカウントに登録された {address} "
                "に送信しました。心当たりがない場合はリンクを開かず、{by} さんに確認してください。"}},
    [LETTER_FORGOTTEN] =
        {{"signin", "Your sign-in link for kenzen",
             "Somebody, you we hope, asked on the sign-in page of kenzen for a link that signs you in as {name}. You can "
             "set a new password then.",
             "Sign in", "It works once, within a day.",
             "kenzen at {url} sent this to {address}, the address of your account. If it was not you, do nothing: nobody "
             "comes in without this link."},
            {"signin", "kenzen のサインインリンク",
                "kenzen のサインインページで、{name} としてサインインするリンクが請求されました。サインイン後に新しいパスワードを設定できます。",
                "サインインする", "1 日以内に 1 回だけ使えます。",
                "{url} の kenzen が、アカウントに登録された {address} "
                "に送信しました。心当たりがなければ何もしないでください。このリンクがなければ誰もサインインできません。"}},
    [LETTER_ADDRESS] =
        {{"address", "Is this your mail address?",
             "The account {name} in kenzen wants its mail sent here. Follow the link if that is you; until then, nothing "
             "else is sent to this address.",
             "Yes, this is my address", "The link is good for a day.",
             "kenzen at {url} sent this to {address} because {name} entered this address. If that is not you, delete this "
             "mail: nothing more will come."},
            {"address", "このメールアドレスはあなたのものですか",
                "kenzen のアカウント {name} が、このアドレスへの通知を希望しています。ご本人であればリンクを開いてください。それまで他のメールは送信されません。",
                "はい、私のアドレスです", "リンクは 1 日間有効です。",
                "{name} がこのアドレスを入力したため、{url} の kenzen が {address} "
                "に送信しました。心当たりがなければ削除してください。これ以上メールは届きません。"}},
    [LETTER_BROWSER] =
        {{"browser", "Somebody signed in to your account in kenzen",
             "Your account {name} was signed in to from a browser that is new here: {by}.",
             "See your sessions", "If it was you, there is nothing to do.",
             "kenzen at {url} sent this to {address}, the verified address of your account, so that nobody uses it unseen. If it "
             "was not you, end that session and set a new password."},
            {"browser", "kenzen への新しいサインイン",
                "アカウント {name} に、初めてのブラウザからサインインがありました：{by}",
                "セッションを確認する", "ご本人であれば、対応は不要です。",
                "気付かれずに使われることを防ぐため、{url} の kenzen が確認済みのアドレス {address} "
                "に送信しました。心当たりがなければ、そのセッションを終了し、パスワードを変更してください。"}},
};

const struct mail_letter_words *mail_letter_words(
    enum letter_kind kind, bool has_team, bool is_japanese)
{
    bool is_organisation = kind == LETTER_INVITATION && !has_team;
    return &words[is_organisation ? ORGANISATION : (int)kind][is_japanese];
}
