/** Base forms of verbs with which people say what lasts; third persons and gerunds derive from them. */
export const VERBS = new Set(
  (
    'live reside work study teach like love enjoy prefer adore hate dislike use code program drive ride play speak have own keep ' +
    'eat drink smoke cook bake read write run walk hike climb swim cycle jog bike train practice practise meditate paint draw sing dance ' +
    'collect grow garden follow support watch listen volunteer wear take go wake get sleep rent commute travel plan want hope intend ' +
    'learn manage lead sell build make design develop research freelance need avoid detest despise know come look fish ski surf sail ' +
    'knit sew photograph game stream blog podcast vote believe attend visit call feed raise share be do start prepare save search try ' +
    'suffer struggle weigh measure celebrate worship pray brew roast repair restore maintain contribute run host coach mentor employ serve earn hire trade invest consult'
  ).split(' '),
);

/** Past forms that do not end in -ed. */
export const IRREGULAR_PAST = new Set(
  (
    'was were had did went got bought sold met saw won lost broke ran grew began became took gave left quit came made wrote read ' +
    'built taught found flew drove rode swam sang drew fell kept knew led spent spoke stood thought told wore woke ate drank chose'
  ).split(' '),
);

export const PETS =
  'dog|cat|puppy|kitten|rabbit|bunny|hamster|parrot|bird|budgie|canary|fish|goldfish|horse|pony|tortoise|turtle|snake|lizard|gecko|guinea pig|ferret|rat|mouse|hedgehog|chicken|hen|goat|sheep|cow|donkey|pet|axolotl|labrador|poodle|dachshund|terrier|beagle|retriever|shepherd|collie|corgi|husky|bulldog|pug|spaniel|chihuahua|mutt|tabby|siamese|mastiff|greyhound|whippet|pooch|doggo|kitty|cockatiel|chinchilla|alpaca|llama';

export const RELATIONS =
  'wife|husband|spouse|partner|girlfriend|boyfriend|fiance|fiancee|fiancé|fiancée|mother|father|mom|mum|dad|parent|sister|brother|sibling|son|daughter|child|kid|baby|toddler|twin|grandmother|grandfather|grandchild|grandchildren|grandkid|grandparent|nan|gran|granny|auntie|stepmother|stepfather|stepbrother|stepsister|half-brother|half-sister|brother-in-law|sister-in-law|goddaughter|godson|housemate|bestie|grandma|grandpa|granddaughter|grandson|aunt|uncle|cousin|niece|nephew|stepson|stepdaughter|mother-in-law|father-in-law|best friend|friend|roommate|flatmate|neighbour|neighbor|boss|manager|colleague|coworker|teacher|doctor|dentist|therapist';

/** Nouns that may stand after a dropped "my" in a memory ("Birthday is 3 May"). */
export const POSSESSED = new Set(
  (
    `${PETS}|${RELATIONS}|birthday|favorite|favourite|job|car|bike|laptop|computer|phone|office|company|employer|timezone|hobby|hobbies|goal|dream|` +
    'address|home|house|flat|apartment|diet|allergy|team|project|major|degree|school|university|shoe|blood|eye|hair|height|weight|native|mother|main|' +
    'wedding|anniversary|pronouns|religion|nationality|hometown|garden|thesis|startup|book|blog|website|band|instrument|zodiac|star|lucky|older|younger|best|' +
    'eldest|oldest|youngest|little|big|late|ex-wife|ex-husband|kids|children|parents|siblings|dogs|cats|pets|sisters|brothers|sons|daughters|exam|flight|trip|interview|appointment'
  ).split('|'),
);

/** Categories of things that people use, one of which is mostly enough. */
export const TOOLS: Readonly<Record<string, string>> = {
  editor:
    'vim|neovim|nvim|emacs|helix|vscode|vs code|visual studio code|visual studio|zed|sublime|sublime text|intellij|pycharm|webstorm|nano|kakoune|atom|notepad++|cursor|eclipse|xcode|android studio|doom emacs|spacemacs|jetbrains',
  os: 'linux|macos|mac os|windows|ubuntu|debian|fedora|arch|arch linux|nixos|freebsd|openbsd|mint|linux mint|manjaro|chromeos|a mac|mac',
  shell: 'bash|zsh|fish|nushell|powershell|tcsh',
  browser: 'firefox|chrome|safari|brave|edge|vivaldi|opera|librewolf|chromium|arc',
  phone: 'iphone|android|pixel|fairphone|galaxy',
  'programming-language':
    'rust|python|typescript|javascript|go|golang|java|kotlin|swift|c|c++|c#|ruby|php|haskell|elixir|erlang|scala|clojure|lua|perl|julia|zig|ocaml|fortran|cobol|r|dart',
};

export const DEMONYMS = new Set(
  (
    'german austrian swiss french italian spanish portuguese dutch belgian danish swedish norwegian finnish icelandic polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian ' +
    'belarusian serbian croatian bosnian slovenian albanian estonian latvian lithuanian irish scottish welsh english british american canadian mexican brazilian argentinian chilean colombian peruvian cuban ' +
    'australian indian pakistani bangladeshi nepali chinese japanese korean vietnamese thai filipino indonesian malaysian iranian iraqi israeli syrian lebanese egyptian moroccan tunisian algerian nigerian ' +
    'kenyan ghanaian ethiopian african european asian arab kurdish persian'
  ).split(' '),
);

/** Words after "I'm" that are never a name, besides demonyms and what looks like a verb. */
export const NOT_NAMES = new Set(
  (
    'a an the not so very too really just still also now here back home in on at from done ready sure fine good well ok okay great bad tired hungry thirsty sick ill busy bored sad happy glad angry mad ' +
    'excited nervous anxious worried confused lost stuck late early free available single married divorced engaged pregnant retired unemployed vegan vegetarian pescatarian diabetic catholic christian ' +
    'muslim jewish hindu buddhist atheist agnostic gay lesbian bisexual trans queer straight male female left right sorry afraid aware able about all always never new old young tall short big small rich ' +
    'poor cold hot warm alone awake asleep drunk sober broke curious interested allergic lactose gluten interesting trying going working living looking thinking planning learning using getting doing ' +
    'making having it that this what who one two three my your his her our their i you we they gone off out up down over under into fond deaf blind colorblind dyslexic autistic your pretty quite kind sort ' +
    'no yes maybe probably only currently recently usually often sometimes feeling moving flying leaving starting visiting hard spelled pronounced common called named online offline human nobody better worse ' +
    'dr mr mrs ms prof hello hi hey thanks please surprised impressed stressed exhausted jealous proud ashamed crazy ai it hr ceo cto cfo phd freelance lefthanded righthanded blessed grateful thankful'
  ).split(' '),
);

/** Common first names, for people who type in lower case. */
export const FIRST_NAMES = new Set(
  (
    'al alex alexander alexandra alice alicia amy ana andrea andrew andy angela anna anne annie anthony anton antonio ben benjamin bella bernd bill bob bobby brian carl carla carlos carol caroline catherine ' +
    'charles charlie charlotte chloe chris christian christina christine claire clara claudia dan daniel daniela dave david deborah dennis diana diego dmitri donna dora dylan ed eddie edward elena eli elias elisa ' +
    'elizabeth ella ellen emil emily emma eric erik eva evan fatima felix fiona florian fran frank fred gabriel george georgia gina grace greg hana hanna hannah hans harry hassan heidi helen helena henry ian ida igor ' +
    'ines ingrid irene isabel ivan jack jacob jake james jan jana jane janet jason javier jean jeff jen jenny jens jessica jim joan joanna joe johan johanna john jon jonas jonathan jordan jose joseph josh juan julia ' +
    'julian julie karen karin karl kate katharina katherine kathy katie ken kevin kim klaus kyle lara larry laura lea lee lena leo leon leonie liam lily linda lisa louis louise luca lucas lucia lucy luis luke maggie ' +
    'manuel marco margaret maria marie marina mario mark markus marta martha martin mary mateo matt matthew max maya megan mehmet mia michael michelle miguel mike milan mohamed mohammed monica nadia nancy natalia ' +
    'natalie nathan nick nicole nina noah nora olga oliver olivia omar oscar pablo pat patricia patrick paul paula pedro peter petra phil philip pierre priya rachel raj ralph ravi rebecca richard rita rob robert ' +
    'roberta robin roger roland rosa rose ruth ryan sam samantha samuel sandra sara sarah sasha scott sean sebastian sergei sharon silvia simon sofia sonia sophia sophie stefan stefanie stella stephan stephen steve steven ' +
    'sue susan svenja sven sylvia tanja tara ted thomas tim tina tobias tom tommy tony uwe valentina vera veronica victor victoria vincent walter wei wendy will william xavier yara yasmin yuki yusuf zara zoe'
  ).split(' '),
);
