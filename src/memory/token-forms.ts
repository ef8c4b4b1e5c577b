/** How the tokens of some issuers look: a fixed beginning, then a body. */
export interface TokenForm {
  /** The name in the mark. */
  what: string;
  /** Beginnings, one of which stands at the start of a word. */
  starts: readonly string[];
  /**
   * What follows the beginning. Only runs of one class behind each other, none of which holds the
   * sign between them: so it cannot try the same text in two ways.
   */
  body: RegExp;
}

// The forms are those that the issuers publish, so that scanners find leaked keys; the lengths here
// are a little below theirs.
export const TOKEN_FORMS: readonly TokenForm[] = [
  // Anthropic, OpenAI, OpenRouter, Langfuse
  form('API key', 'sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or- sk-lf- sk-None-', /[\w-]{20,}/),
  // Groq, xAI, Perplexity, Replicate, Cerebras, Fireworks, NVIDIA, Tavily, Pinecone, Together, Jina
  form('API key', 'gsk_ xai- pplx- r8_ csk- fw_ jina_', /[A-Za-z0-9]{22,}/),
  form('API key', 'nvapi- tvly- pcsk_ tgp_v1_ lsv2_pt_ lsv2_sk_', /[\w-]{28,}/),
  // ElevenLabs; Deepinfra and others write hexadecimal digits behind the same sign
  form('API key', 'sk_', /[0-9a-f]{40,}/),
  // AWS: access key id (with the secret behind it), Bedrock
  form(
    'AWS key',
    'AKIA ASIA ABIA ACCA',
    /[A-Z0-9]{16}(?![A-Za-z0-9])(?:["']?[\s:,;/|]{1,3}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?/,
  ),
  form('AWS key', 'ABSK', /[A-Za-z0-9+/]{100,}={0,2}/),
  form('AWS key', 'bedrock-api-key-', /[A-Za-z0-9+/]{30,}={0,2}/),
  // Google: API key, client secret, access token, refresh token, Vertex key
  form('API key', 'AIza', /[\w-]{33,}/),
  form('API key', 'GOCSPX-', /[\w-]{20,}/),
  form('token', 'ya29.', /[\w-]{20,}(?:\.[\w-]+)*/),
  form('token', '1//0', /[\w-]{30,}/),
  form('API key', 'AQ.', /[\w-]{40,}/),
  // GitHub; newer installation tokens are ghs_, a number and a JSON Web Token
  form('token', 'ghs_', /\d{1,12}_eyJ[\w-]{10,}(?:\.[\w-]+)*/),
  form('token', 'ghp_ gho_ ghu_ ghs_ ghr_', /[A-Za-z0-9]{30,}/),
  form('token', 'github_pat_', /\w{22,}/),
  // GitLab; the routable form has its parts apart by dots
  form(
    'token',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- glsoat- gloas- glffct- glwt- GR1348941',
    /[\w-]{20,}(?:\.[\w-]{1,20}){0,3}/,
  ),
  form('token', '_gitlab_session=', /[0-9a-f]{32}/),
  // Slack
  form('token', 'xoxa- xoxb- xoxc- xoxd- xoxe- xoxo- xoxp- xoxr- xoxs-', /[A-Za-z0-9%/+=-]{10,}/),
  form('token', 'xoxe.xox', /[bp]-[A-Za-z0-9-]{20,}/),
  form('token', 'xapp-', /\d-[A-Za-z0-9-]{20,}/),
  form('webhook', 'hooks.slack.com/', /(?:services|workflows|triggers)\/[\w/-]{20,}/),
  // Discord, Microsoft Teams
  form(
    'webhook',
    'discord.com/ discordapp.com/',
    /api\/(?:v\d{1,2}\/)?webhooks\/\d{15,21}\/[\w-]{30,}/,
  ),
  form('webhook', 'webhook.office.com/webhookb2/', /[\w@-]{20,}(?:\/[\w-]+)*/),
  // Stripe, Square, Shopify, Flutterwave, EasyPost, Shippo, Plaid, Duffel
  form('API key', 'sk_live_ sk_test_ rk_live_ rk_test_ sk_prod_ rk_prod_', /[A-Za-z0-9]{16,}/),
  form('API key', 'whsec_', /[A-Za-z0-9+/=]{16,}/),
  form('token', 'sq0atp- sq0csp-', /[\w-]{20,}/),
  form('token', 'shpat_ shpca_ shppa_ shpss_', /[0-9a-fA-F]{32}/),
  form('API key', 'FLWSECK_TEST- FLWSECK-', /[0-9a-z]{12,}/),
  form('API key', 'EZAK EZTK', /[A-Za-z0-9]{50,}/),
  form('API key', 'shippo_live_ shippo_test_', /[0-9a-f]{40}/),
  form('token', 'access-production- access-development- access-sandbox-', /[0-9a-f-]{36}/),
  form('token', 'duffel_live_ duffel_test_', /[\w=-]{40,}/),
  // Meta and Square begin alike
  form('token', 'EAA', /[\w-]{56,}/),
  // Package registries: npm, PyPI, RubyGems, Clojars, NuGet
  form('token', 'npm_', /[A-Za-z0-9]{36,}/),
  form('token', 'pypi-', /[\w-]{50,}/),
  form('token', 'rubygems_', /[0-9a-f]{48}/),
  form('token', 'CLOJARS_', /[0-9a-f]{60}/),
  form('API key', 'oy2', /[a-z0-9]{43}(?![A-Za-z0-9])/),
  // Hugging Face
  form('token', 'hf_ api_org_', /[A-Za-z0-9]{30,}/),
  // Mail: SendGrid, Mailgun, Brevo, Resend
  form('API key', 'SG.', /[\w-]{16,32}\.[\w-]{30,}/),
  form('API key', 'key-', /[0-9a-f]{32}(?![0-9A-Za-z])/),
  form('API key', 'xkeysib- xsmtpsib-', /[0-9a-f]{64}-[A-Za-z0-9]{16}/),
  form('API key', 're_', /[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/),
  // Twilio
  form('API key', 'SK AC', /[0-9a-f]{32}(?![0-9A-Za-z])/),
  // Cloud and hosting: DigitalOcean, Cloudflare, Vercel, Heroku, Fly, Netlify, Render, Neon,
  // Supabase, PlanetScale, Alibaba
  form('token', 'dop_v1_ doo_v1_ dor_v1_', /[0-9a-f]{40,}/),
  form('token', 'cfut_ cfat_ cfk_', /\w{40,}/),
  form('token', 'v1.0-', /[0-9a-f]{24}-[0-9a-f]{100,}/),
  form('token', 'vcp_ vci_ vca_ vcr_ vck_', /[A-Za-z0-9]{24,}/),
  form('API key', 'HRKU-', /[\w-]{36,}/),
  form('token', 'fo1_ fm1r_ fm1a_ fm2_', /[\w+/-]{40,}={0,3}/),
  form('token', 'nfp_ nfc_ nfo_', /[A-Za-z0-9]{36,}/),
  form('API key', 'rnd_ napi_', /[A-Za-z0-9]{28,}/),
  form('token', 'sbp_ sb_secret_', /[\w-]{28,}/),
  form('token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', /[\w=-]{30,}/),
  form('API key', 'LTAI', /[A-Za-z0-9]{20}(?![A-Za-z0-9])/),
  // Data: Databricks, Airtable, Notion, Linear, Figma
  form('token', 'dapi', /[0-9a-f]{32}(?:-\d)?(?![0-9A-Za-z])/),
  form('token', 'pat', /[A-Za-z0-9]{14}\.[0-9a-f]{64}/),
  form('token', 'ntn_', /[A-Za-z0-9]{40,}/),
  form('token', 'secret_', /[A-Za-z0-9]{40,}/),
  form('API key', 'lin_api_ lin_oauth_', /[A-Za-z0-9]{36,}/),
  form('token', 'figd_ figo_', /[\w-]{36,}/),
  // Build and operations: Docker Hub, Sentry, Postman, Grafana, New Relic, Sonar, Pulumi, Doppler,
  // Terraform, Dynatrace, Buildkite, CircleCI, Prefect, JFrog, Atlassian, HubSpot, Contentful
  form('token', 'dckr_pat_ dckr_oat_', /[\w-]{24,}/),
  form('token', 'sntrys_', /[A-Za-z0-9+/=]{20,}(?:_[A-Za-z0-9+/=]{20,})?/),
  form('token', 'sntryu_', /[0-9a-f]{60,}/),
  form('API key', 'PMAK-', /[0-9a-f]{24}-[0-9a-f]{30,}/),
  form('token', 'glsa_', /[A-Za-z0-9]{32}_[0-9a-fA-F]{8}/),
  form('token', 'glc_', /eyJ[A-Za-z0-9+/=]{30,}/),
  form('API key', 'NRAK- NRII-', /[A-Za-z0-9-]{26,}/),
  form('token', 'sqp_ squ_ sqa_', /[0-9a-f]{40}/),
  form('token', 'pul-', /[0-9a-f]{40}/),
  form(
    'token',
    'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.',
    /(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,}/,
  ),
  form('token', 'dt0c01. dt0s01.', /[A-Z0-9]{24}\.[A-Z0-9]{64}/),
  form('token', 'bkua_', /[0-9a-f]{40}/),
  form('token', 'CCIPAT_ CCIPRJ_', /[A-Za-z0-9]{20,}_[0-9a-f]{40}/),
  form('token', 'pnu_ pnb_', /[A-Za-z0-9]{36}/),
  form('token', 'AKCp', /[A-Za-z0-9]{60,}/),
  form('token', 'cmVmd', /[A-Za-z0-9]{59}/),
  form('token', 'ATATT3 ATCTT3', /[\w=-]{60,}/),
  form('token', 'pat-na1- pat-na2- pat-eu1- pat-ap1-', /[0-9a-f-]{36}/),
  form('token', 'CFPAT-', /[\w-]{40,}/),
  // Vault, 1Password, OpenShift, Dropbox
  form('token', 'hvs. hvb. hvr.', /[\w-]{24,}/),
  form('token', 'ops_', /eyJ[A-Za-z0-9+/=_-]{100,}/),
  form('token', 'A3-', /[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/),
  form('token', 'sha256~', /[\w-]{43}/),
  form('token', 'sl.', /[\w-]{120,}/),
  // age, in Bech32
  form('private key', 'AGE-SECRET-KEY-1', /[0-9A-Z]{58}/),
  form('private key', 'age-secret-key-1', /[0-9a-z]{58}/),
  // Wallets: BIP 32, Nostr
  form('private key', 'xprv', /[1-9A-HJ-NP-Za-km-z]{100,}/),
  form('private key', 'nsec1', /[0-9a-z]{58}/),
];

function form(what: string, starts: string, body: RegExp): TokenForm {
  return { what, starts: starts.split(' '), body };
}
