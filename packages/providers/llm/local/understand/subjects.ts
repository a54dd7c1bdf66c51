import type { Topic } from '@vividly/knowledge/library';

/** Words that place a question in a subject even when the library has no lesson on it; stems are compared. */
export const subjectWords: Record<Topic['subject'], string> = {
  physics:
    'physics quantum entanglement particle light laser sound wave relativity einstein speed velocity momentum magnet magnetism electric nuclear atom energy force pressure lens optics mirror heat temperature radiation photon electron fly flight float buoyancy engine string theory universe big bang',
  chemistry:
    'chemistry chemical acid base ph reaction molecule element periodic table metal gas liquid solid catalyst rust burn fire combustion salt oxidation carbon polymer plastic soap crystal mole solution titration fermentation',
  biology:
    'biology virus vaccine bacteria immune antibody disease cancer brain heart lung blood muscle bone skin digestion stomach kidney sleep dream memory nerve hormone animal plant insect bird fish cell protein enzyme ecosystem food chain evolution ape fossil dinosaur species medicine antibiotic hiccup vitamin exercise allergy',
  'earth-science':
    'earth moon phase eclipse planet star sun mars tide ocean wave storm hurricane tornado lightning thunder cloud climate weather warming greenhouse volcano earthquake tsunami rock mineral fossil glacier desert sky rainbow atmosphere ozone river soil erosion black hole galaxy comet asteroid aurora',
  mathematics:
    'math calculus derivative integral algebra geometry trigonometry sine cosine matrix vector percent decimal ratio proportion multiplication division multiply divide subtract prime factor exponent logarithm polynomial quadratic circle pi angle area volume perimeter mean median mode statistic graph function number sequence infinity',
  'computer-science':
    'computer code program programming internet wifi web website browser algorithm sort data database ai artificial intelligence machine neural network blockchain encryption password hacking robot python java software hardware memory cpu chip pixel game app phone bluetooth gps compiler',
  economics:
    'economics economy money inflation tax bank interest loan credit stock market investment invest budget trade tariff gdp unemployment recession wage price cost profit business company debt currency bitcoin crypto insurance rent',
  history:
    'history war world civil revolution empire king queen president emperor rome roman greek egypt pharaoh pyramid medieval castle knight viking aztec maya inca colony slavery independence constitution democracy communism cold nazi holocaust hitler napoleon washington lincoln columbus industrial renaissance reformation crusade ancient century law government vote election right',
};
