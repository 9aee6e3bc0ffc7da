// SPDX-License-Identifier: Apache-2.0
// Words of signing in, and of what makes an account safe.
export const signinWords = {
  account_name: ["Account name", "アカウント名"],
  password: ["Password", "パスワード"],
  use_link: ["Use a sign-in link", "サインイン用リンクを使う"],
  use_password: ["Use a password", "パスワードを使う"],
  code: ["Code", "コード"],
  code_hint: [
    "The six digits that your authenticator shows, or one of your recovery codes.",
    "認証アプリに表示される 6 桁の数字、またはリカバリーコードを入力してください。",
  ],
  code_lead: ["One more step: this account has an authenticator.", "もう 1 段階：このアカウントには認証アプリが設定されています。"],
  start_again: ["Start again", "最初からやり直す"],
  wrong_credentials: ["The name or the password is wrong.", "名前またはパスワードが違います。"],
  wrong_code: ["This code is wrong, or was used before.", "コードが違うか、すでに使われています。"],
  rate_limited: ["Too many attempts.", "試行回数が多すぎます。"],
  no_password_hint: [
    "No password yet, or forgotten? An administrator can give you a sign-in link.",
    "パスワードが未設定、または忘れた場合は、管理者にサインイン用リンクを発行してもらってください。",
  ],

  security: ["Sign-in and security", "サインインとセキュリティ"],
  security_lead: [
    "Password, authenticator, where you are signed in, and tokens for programs.",
    "パスワード、認証アプリ、サインイン中の端末、プログラム用のトークンを管理します。",
  ],
  password_none: [
    "You have no password yet: without one, each new browser needs a link from an administrator.",
    "パスワードが未設定です。設定しないと、新しいブラウザーごとに管理者からのリンクが必要です。",
  ],
  password_since: ["Set", "設定日"],
  old_password: ["Present password", "現在のパスワード"],
  new_password: ["New password", "新しいパスワード"],
  new_password_hint: [
    "At least 15 characters of any kind; a sentence is easily remembered. Your other sessions end.",
    "15 文字以上、文字の種類は自由です。文章にすると覚えやすくなります。他のセッションは終了します。",
  ],
  show_password: ["Show what I type", "入力を表示する"],
  set_password: ["Set password", "パスワードを設定"],
  told_password_set: ["The password is set. Other sessions were ended.", "パスワードを設定しました。他のセッションは終了しました。"],

  authenticator: ["Authenticator", "認証アプリ"],
  authenticator_lead: [
    "An app on your telephone shows a new code every 30 seconds. With it, a stolen password opens nothing.",
    "スマートフォンのアプリが 30 秒ごとに新しいコードを表示します。パスワードが盗まれても、これだけではサインインできません。",
  ],
  authenticator_on: ["On", "有効"],
  authenticator_off: ["Off", "無効"],
  set_up: ["Set up", "設定する"],
  turn_off: ["Turn off", "無効にする"],
  turn_on: ["Turn on", "有効にする"],
  turn_off_title: ["Turn the authenticator off?", "認証アプリを無効にしますか？"],
  turn_off_warning: [
    "Then the password alone signs you in, and your recovery codes are good no more.",
    "以後はパスワードだけでサインインできるようになり、リカバリーコードは使えなくなります。",
  ],
  scan_title: ["Set up the authenticator", "認証アプリの設定"],
  scan_lead: [
    "Read this picture with your authenticator, or type the key into it. Then enter the code that it shows.",
    "認証アプリでこの画像を読み取るか、キーを入力してください。その後、表示されたコードを入力します。",
  ],
  scan_picture: ["QR code for the authenticator", "認証アプリ用の QR コード"],
  scan_key: ["Key", "キー"],
  recovery_codes: ["Recovery codes", "リカバリーコード"],
  recovery_lead: [
    "Each of these stands in for a code once, when your telephone is lost. They are shown only now: keep them on paper, or in a password manager.",
    "スマートフォンをなくしたとき、それぞれ 1 回だけコードの代わりに使えます。表示されるのは今だけです。紙やパスワード管理ソフトに保管してください。",
  ],
  recovery_left: ["{count} of 10 recovery codes are left.", "リカバリーコードの残り：10 個中 {count} 個"],
  new_codes: ["New recovery codes", "リカバリーコードを再発行"],
  codes_kept: ["I have kept them", "保管しました"],
  copy_all: ["Copy all", "すべてコピー"],
  told_authenticator_off: ["The authenticator is off.", "認証アプリを無効にしました。"],

  confirm_title: ["Show that it is you", "本人確認"],
  confirm_lead: [
    "What you are about to do is grave, and you signed in a while ago.",
    "重要な操作です。サインインから時間が経っているため、もう一度確認します。",
  ],
  confirm_by_link: [
    "This account has no password: ask for a new sign-in link, and use it.",
    "このアカウントにはパスワードがありません。新しいサインイン用リンクを発行してもらい、それでサインインしてください。",
  ],
  not_confirmed: [
    "Nothing was done: you have not shown that it is you.",
    "本人確認が済んでいないため、何も行われていません。",
  ],
  confirm_go_on: ["Go on", "続ける"],

  sessions: ["Where you are signed in", "サインイン中の端末"],
  session_current: ["this one", "この端末"],
  session_seen: ["last used", "最終利用"],
  session_began: ["since", "開始"],
  session_unknown: ["unknown browser", "不明なブラウザー"],
  end_session: ["End", "終了"],
  end_others: ["End all others", "他をすべて終了"],
  told_others_ended: ["All other sessions were ended.", "他のセッションをすべて終了しました。"],
  means: ["Signed in by", "方法"],
  means_link: ["link", "リンク"],
  means_password: ["password", "パスワード"],
  means_sso: ["single sign-on", "シングルサインオン"],
  means_invitation: ["invitation", "招待"],
  told_set_password: [
    "You came by a link, which works once. Set a password for the next time, under your name.",
    "リンクは 1 回だけ有効です。次回のために、ご自分の名前のページでパスワードを設定してください。",
  ],
} as const;
