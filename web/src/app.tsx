// SPDX-License-Identifier: Apache-2.0
// The table of pages, and which of them is shown.
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { Frame } from "./frame";
import { t } from "./i18n";
import { ActionPage } from "./pages/action";
import { ActionsPage } from "./pages/actions";
import { DiaryPage } from "./pages/diary";
import { TeamDiaryPage } from "./pages/diary_team";
import { SightingsPage } from "./pages/sightings";
import { AdvisoriesPage } from "./pages/advisories";
import { AdvisoryPage } from "./pages/advisory";
import { BadgePage } from "./pages/badge";
import { PublicBadgePage } from "./pages/badge_public";
import { BadgeRulesPage } from "./pages/badge_rules";
import { BadgesPage } from "./pages/badges";
import { ChannelsPage } from "./pages/channels";
import { ComponentExplainPage } from "./pages/explain_component";
import { TicketExplainPage } from "./pages/explain_ticket";
import { HealthPage } from "./pages/health";
import { InboxPage } from "./pages/inbox";
import { JiraPage } from "./pages/jira";
import { JournalPage } from "./pages/journal";
import { JournalEntryPage } from "./pages/journal_entry";
import { InvitationPage } from "./pages/invitation";
import { LicensesPage } from "./pages/licenses";
import { ChainsPage } from "./pages/chains";
import { MailAddressPage, MailStopPage } from "./pages/mail_links";
import { MailServerPage } from "./pages/mail_server";
import { PeoplePage } from "./pages/people";
import { ProfilePage } from "./pages/profile";
import { RemediesPage } from "./pages/remedies";
import { SbomPage } from "./pages/sbom";
import { SecurityPage } from "./pages/security";
import { ServicePage } from "./pages/service";
import { ServicesPage } from "./pages/services";
import { TeamPolicyPage } from "./pages/team_policy";
import { SignInPage } from "./pages/sign_in";
import { SsoProvidersPage } from "./pages/sso_providers";
import { TeamPage } from "./pages/team";
import { TicketPage } from "./pages/ticket";
import { TicketsPage } from "./pages/tickets";
import { VerifyPage } from "./pages/verify";
import { WherePage } from "./pages/where";
import { go, place } from "./router";
import { loadSession, me, startProblem } from "./session";
import { Empty, Loading, ProblemBox } from "./ui/basics";

const PAGES: readonly [RegExp, (id: string) => ComponentChild][] = [
  [/^\/(?:tickets)?$/, () => <TicketsPage />],
  [/^\/tickets\/(\w+)$/, (id) => <TicketPage key={id} id={id} />],
  [/^\/tickets\/(\w+)\/explain$/, (id) => <TicketExplainPage key={id} id={id} />],
  [/^\/services$/, () => <ServicesPage />],
  [/^\/services\/(\w+)$/, (id) => <ServicePage key={id} id={id} />],
  [/^\/services\/(\w+)\/licenses$/, (id) => <LicensesPage key={id} id={id} />],
  [/^\/teams\/(\w+)\/decisions$/, (id) => <TeamPolicyPage key={id} id={id} />],
  [/^\/sboms\/(\w+)$/, (id) => <SbomPage key={id} id={id} />],
  [/^\/sboms\/(\w+)\/explain$/, (id) => <ComponentExplainPage key={id} id={id} />],
  [/^\/teams\/(\w+)\/channels$/, (id) => <ChannelsPage key={id} id={id} />],
  [/^\/teams\/(\w+)\/jira$/, (id) => <JiraPage key={id} id={id} />],
  [/^\/remedies$/, () => <RemediesPage />],
  [/^\/inbox$/, () => <InboxPage />],
  [/^\/actions$/, () => <ActionsPage />],
  [/^\/actions\/(\w+)$/, (id) => <ActionPage key={id} id={id} />],
  [/^\/diary$/, () => <DiaryPage />],
  [/^\/sightings$/, () => <SightingsPage />],
  [/^\/teams\/(\w+)\/diary$/, (id) => <TeamDiaryPage key={id} id={id} />],
  [/^\/journal$/, () => <JournalPage />],
  [/^\/journal\/(\w+)$/, (id) => <JournalEntryPage key={id} id={id} />],
  [/^\/badges$/, () => <BadgesPage />],
  [/^\/badges\/(\w+)$/, (id) => <BadgePage key={id} id={id} />],
  [/^\/badge-rules$/, () => <BadgeRulesPage />],
  [/^\/advisories$/, () => <AdvisoriesPage />],
  [/^\/advisories\/([^/]+)$/, (id) => <AdvisoryPage key={id} id={decodeURIComponent(id)} />],
  [/^\/health(?:\/(\w+))?$/, (tab) => <HealthPage path={tab} />],
  [/^\/where$/, () => <WherePage />],
  [/^\/profile$/, () => <ProfilePage />],
  [/^\/single-sign-on$/, () => <SsoProvidersPage />],
  [/^\/chains$/, () => <ChainsPage />],
  [/^\/mail-server$/, () => <MailServerPage />],
  [/^\/security$/, () => <SecurityPage />],
  [/^\/people$/, () => <PeoplePage />],
  [/^\/teams\/(\w+)$/, (id) => <TeamPage key={id} id={id} />],
];

function NotFound() {
  return (
    <Empty icon="unknown" title={t("no_such_page")}>
      <a class="button" href="/tickets">
        {t("nav_tickets")}
      </a>
    </Empty>
  );
}

function page(): ComponentChild {
  const { path } = place.value;
  for (const [pattern, show] of PAGES) {
    const match = pattern.exec(path);
    if (match) return show(match[1] ?? "");
  }
  return <NotFound />;
}

/** Nobody is signed in: the page that was asked for is remembered for after signing in. */
function ToSignIn() {
  useEffect(() => {
    const { path, query } = place.peek();
    const wanted = path + (query.size ? `?${query}` : "");
    go(wanted === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(wanted)}`, { replace: true });
  }, []);
  return null;
}

export function App() {
  if (/^\/sign-?in$/.test(place.value.path)) return <SignInPage />;
  if (place.value.path === "/invitation") return <InvitationPage />;
  if (place.value.path === "/mail-address") return <MailAddressPage />;
  if (place.value.path === "/mail-stop") return <MailStopPage />;
  if (place.value.path === "/verify") return <VerifyPage />;
  const shared = /^\/b\/([\w-]+)$/.exec(place.value.path);
  if (shared?.[1]) return <PublicBadgePage key={shared[1]} share={shared[1]} />;
  if (startProblem.value) {
    return (
      <main class="alone">
        <ProblemBox problem={startProblem.value} retry={() => void loadSession()} />
      </main>
    );
  }
  if (me.value === undefined) return <Loading />;
  if (me.value === null) return <ToSignIn />;
  return <Frame>{page()}</Frame>;
}
