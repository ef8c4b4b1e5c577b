/** Words that carry no content: function words of the large European languages and Japanese. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and or but nor so if then than as of at by for from in into on onto to with about over ' +
    'under out up down off per via i me my mine myself we us our ours you your yours he him his she ' +
    'her hers it its they them their theirs this that these those there here who whom whose which ' +
    'what when where why how am is are was were be been being do does did doing done have has had ' +
    "having will would shall should can could may might must i'm i've i'd i'll you're it's that's " +
    "he's she's we're they're not no nor don't doesn't didn't isn't aren't wasn't won't can't " +
    'cannot very really just also too only even still already yet again now some any each every all ' +
    'both more most much many such own same other another user person get got gets getting let ' +
    'lets please yes yeah no ok okay one ' +
    'der die das den dem des ein eine einen einem einer und oder aber ich mich mir mein meine meinen ' +
    'meinem meiner du dich dir dein wir uns unser sie er es ihr ihm ihn sich ist sind war bin bist ' +
    'hat habe haben hatte wird werden nicht kein keine auch nur noch schon sehr im am zu zum zur von ' +
    'vom mit bei für auf aus als wie dass nach ja nein ' +
    'le la les un une des du de et ou mais je moi mon ma mes tu il elle nous vous ils se ce cette est ' +
    "suis es sont ai as avons ont ne pas que qui dans en sur pour avec au aux j'ai c'est " +
    'el los las uno una unos y o pero yo mi mis tu su sus se lo al del que en con por para soy eres ' +
    'está estoy he ha han no sí muy il lo gli i e ma io mio mia sono sei che di da per con non ' +
    'um uma os as eu meu minha não é do dos das em ' +
    'ik mijn een het van op met is zijn niet geen ' +
    'は が を に の で と も へ や か ね よ です ます でし まし た て い る んで いる ない ん し れ 私 僕 俺 的 了 是 我 在 吗 呢 也 都'
  ).split(' '),
);

/**
 * Verbs that nearly any fact about a person has. They count as content, but what two sentences share
 * beyond them says whether they are about the same thing.
 */
export const COMMON_VERBS: ReadonlySet<string> = new Set(
  (
    'like love prefer enjoy hate dislike want need use have own live work go move plan know think ' +
    'say tell call name make take start stop begin become stay keep want try remember feel ' +
    'mag liebe mögen heiße heißt wohne wohnt lebe lebt arbeite arbeitet nutze nutzt ' +
    "aime habite travaille m'appelle vivo vive trabajo trabaja gusta"
  ).split(' '),
);
