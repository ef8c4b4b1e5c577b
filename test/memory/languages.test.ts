import { describe, expect, it } from 'vitest';
import { isWrittenIn, LANGUAGES } from '../../src/memory/languages.ts';

const MESSAGES: Record<string, string> = {
  English: 'How do I sort the list, and what is the cost of that?',
  German: 'Wie sortiere ich die Liste, und kannst du mir das bitte kurz erklären?',
  French: "Comment trier la liste, et quel est le coût de cette méthode pour l'ordinateur ?",
  Spanish: '¿Cómo puedo ordenar los elementos, y cuál es el coste del método?',
  Portuguese: 'Como você ordena uma lista, e isso não custa muito?',
  Italian: "Come si ordina l'elenco, e qual è il costo della ricerca? Sono di fretta.",
  Dutch: 'Hoe sorteer ik het lijstje, en wat kost dat voor een grote lijst?',
  Swedish: 'Hur sorterar jag listan, och vad är det som kostar mest från början?',
  Norwegian: 'Hvordan sorterer jeg listen, og hva koster det deg fra starten?',
  Danish: 'Hvordan sorterer jeg listen, og hvad koster det dig meget fra starten?',
  Finnish: 'Miten minä lajittelen listan, ja mikä on sen hinta, kun se ei ole pieni?',
  Polish: 'Jak mam posortować listę i czy to jest drogie, bo nie wiem co robić?',
  Czech: 'Jak můj seznam seřadit, a proč je to tak drahé? Co ještě jsem měl udělat?',
  Croatian: 'Kako mogu sortirati popis, i što je cijena? Nije mi jasno gdje ili kada.',
  Hungarian: 'Hogyan rendezzem a listát, és mit kell tudni arról, hogy ez mennyi?',
  Romanian: 'Cum sortez o listă și care este costul pentru un calculator?',
  Turkish: 'Bir listeyi nasıl sıralarım ve bu benim için çok mu pahalı?',
  Vietnamese: 'Tôi sắp xếp danh sách này như thế nào và chi phí của nó là gì?',
  Indonesian: 'Bagaimana saya mengurutkan daftar ini dan apa biaya yang tidak terlihat?',
  Catalan: 'Com puc ordenar els elements amb això, i què costa per a una llista molt gran?',
  Russian: 'Как отсортировать список и что это стоит?',
  Ukrainian: 'Як відсортувати список і що це коштує?',
  Greek: 'Πώς ταξινομώ τη λίστα;',
  Arabic: 'كيف يمكنني فرز القائمة؟',
  Persian: 'چگونه فهرست را مرتب کنم؟',
  Hebrew: 'איך ממיינים את הרשימה?',
  Hindi: 'मैं सूची को कैसे क्रमबद्ध करूँ?',
  Bengali: 'আমি তালিকাটি কীভাবে সাজাব?',
  Tamil: 'பட்டியலை எப்படி வரிசைப்படுத்துவது?',
  Thai: 'ฉันจะเรียงรายการได้อย่างไร',
  Korean: '목록을 어떻게 정렬하나요?',
  Japanese: 'リストを並べ替えるにはどうすればいいですか？',
  Chinese: '我怎样给列表排序？',
};

describe('the language of a message', () => {
  it('is one of those that have an example here', () => {
    expect([...LANGUAGES].sort()).toEqual(Object.keys(MESSAGES).sort());
  });

  it.each(Object.entries(MESSAGES))('is %s and no other', (language, text) => {
    expect(LANGUAGES.filter((one) => isWrittenIn(one, text))).toEqual([language]);
  });

  it('shows in two function words, not in one said twice', () => {
    expect(isWrittenIn('German', 'Der Baum und')).toBe(true);
    expect(isWrittenIn('German', 'Der Baum, der Wald')).toBe(false);
    expect(isWrittenIn('German', 'DER BAUM UND')).toBe(true);
  });

  it('shows behind a name in another script', () => {
    expect(isWrittenIn('Chinese', 'Python 列表怎么排序')).toBe(true);
    expect(isWrittenIn('Chinese', 'Python 列表の並べ替え')).toBe(false);
    expect(isWrittenIn('Arabic', 'Python كيف')).toBe(true);
  });

  it('shows in many lines as in one', () => {
    expect(isWrittenIn('Chinese', '我怎样给\n列表排序？')).toBe(true);
    expect(isWrittenIn('Chinese', 'リスト\n列表')).toBe(false);
    expect(isWrittenIn('Arabic', 'فرز\nفهرست چگونه')).toBe(false);
  });

  it('is told of a long message, whatever it is made of', () => {
    for (const unit of ['a ', 'и', '列', 'ا', 'پ', 'і', '😀']) {
      const text = unit.repeat(10_000);
      expect(LANGUAGES.filter((one) => isWrittenIn(one, text)).length).toBeLessThanOrEqual(1);
    }
  });

  it('is not one that is not listed, whatever its name', () => {
    expect(isWrittenIn('Klingon', 'the and is')).toBe(false);
    expect(isWrittenIn('constructor', 'the and is')).toBe(false);
    expect(isWrittenIn('German', '')).toBe(false);
  });
});
