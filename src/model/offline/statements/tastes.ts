import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const LIKE =
  /^I (?:(?:like|love|enjoy|adore|prefer|am (?:really |very )?(?:fond of|into|keen on|crazy about|obsessed with|passionate about|a (?:big |huge |great )?(?:fan of|lover of)|interested in)|have a weakness for|have (?:come|grown) to (?:like|love)|would (?:rather have|prefer))) (.+)$/iu;
const HATE =
  /^I (?:hate|dislike|detest|despise|loathe|cannot stand|cannot bear|(?:am )?cannot stand|have come to hate|am (?:tired|sick) of|am not (?:really )?(?:into|a fan of|fond of|keen on)) (.+)$/iu;
const FAVORITE = /^my (?:all-time |absolute )?favou?rite (.+?) (?:is|are) (?:now )?(.+)$/iu;
const EXCLUDED =
  /^(?:it|if|that|this|you|him|her|them|these|those|how|what|when|where|to (?:know|ask|see|hear|talk|hire|order|book|point|thank|start|understand|be able)|you to|me to|your|the (?:idea|way|sound|answer|first|second|last|other)|an? (?:question|answer|list|summary|quick|recipe|poem|story|table)|help)\b/iu;

/** How the user wants to be answered is a preference. */
const ANSWERS = /\b(?:answers?|replies|responses?|explanations?)$/iu;

/** What the user likes, dislikes, prefers, and their favourites. */
export function tastes(clause: Clause): Claim | null {
  const { core } = clause;
  const favorite = FAVORITE.exec(core);
  if (favorite !== null) {
    const topic = (favorite[1] ?? '').toLowerCase().replaceAll('colour', 'color');
    return claim(clause, {
      slot: `favorite:${topic}`,
      tag: 'tastes',
      value: favorite[2] ?? '',
      single: true,
    });
  }
  const liked = LIKE.exec(core)?.[1];
  const hated = liked === undefined ? HATE.exec(core)?.[1] : undefined;
  const object = liked ?? hated;
  if (object === undefined || EXCLUDED.test(object) || ANSWERS.test(object)) return null;
  const over =
    /^(.+?) (?:more than|better than|over|to|rather than|instead of) (?!\w+ing\b)(.+)$/iu.exec(
      object,
    );
  const preferred =
    over !== null && /^I (?:prefer|like|love|enjoy)/iu.test(core) && !object.startsWith('to ')
      ? over
      : null;
  const turned = clause.sense !== 'holds';
  return claim(clause, {
    slot: 'taste',
    tag: 'tastes',
    value: preferred?.[1] ?? object,
    sign: (liked === undefined) === turned ? 1 : -1,
    ended: false,
  });
}
