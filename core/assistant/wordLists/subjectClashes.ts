/** What a thing or an animal cannot be or do, though others of its kind can: what it is, and what it does not go with. */
export const SUBJECT_CLASHES: readonly (readonly [RegExp, RegExp])[] = [
  // Water.
  [
    /\b(?:whales?|dolphins?|sharks?|orcas?|manta rays?|seals?)\b/i,
    /\b(?:tide pool|water lilies|pond|anemones|aquarium|pebbles|hovering|cave|between the stalks)\b/,
  ],
  [
    /\b(?:koi|goldfish|carp|trout|pike)\b/i,
    /\b(?:reef|kelp|sea|seabed|seagrass|lagoon|anemones|ship|tide pool|ice|volcanic|jellyfish)\b/,
  ],
  [
    /\b(?:octopus\w*|seahorses?|jellyfish|turtles?|squids?|rays?|crabs?|lobsters?|corals?)\b/i,
    /\b(?:river|water lilies|ice|swarm)\b/,
  ],
  // Birds.
  [
    /\b(?:penguins?|ostrich\w*|emus?|chickens?|roosters?|hens?)\b/i,
    /\b(?:flying|soaring|gliding|perched|twig|branch|chimney|taking off|railing|autumn|rooftop|reed bed|bird bath|fence|above|over a)\b/,
  ],
  [
    /\b(?:swans?|ducks?|gees?e?|flamingos?|herons?|storks?|peacocks?)\b/i,
    /\b(?:branch|twig|perched|railing|bird bath|chimney|city rooftop)\b/,
  ],
  // Other animals.
  [
    /\b(?:elephants?|giraffes?|zebras?|lions?|camels?|rhinos?|hippos?|crocodiles?|gorillas?|koalas?|kangaroos?)\b/i,
    /\b(?:snow\w*|frost|climbing|birch|pine|autumn)\b/,
  ],
  [
    /\bpolar bears?\b/i,
    /\b(?:desert|rainforest|meadow|farm|autumn|grassland|waterhole|butterflies|birch|pine)\b/,
  ],
  [
    /\b(?:butterfl\w+|bees?|spiders?|insects?|beetles?|dragonfl\w+|snakes?|frogs?|lizards?|snails?|squirrels?)\b/i,
    /\b(?:running|drinking|wading|snow\w*|frost|standing|walking|stepping|surf|narrowed|fence|wind|beach)\b/,
  ],
  [
    /\b(?:rabbits?|bunn\w+|hamsters?|hedgehogs?|guinea[- ]pigs?|ferrets?)\b/i,
    /\b(?:stone wall|beach|jetty|campsite|umbrella|puddle|staircase|waiting)\b/,
  ],
  [
    /\b(?:bab(?:y|ies)|child|children|kids?|toddlers?)\b/i,
    /\b(?:chopping|sanding|laptop|office|rowing|rigging|hiking|city street|subway|stirring|rooftop)\b/,
  ],
  // Machines.
  [
    /\b(?:balloons?|zeppelins?|airships?|drones?|gliders?)\b/i,
    /\b(?:runway|hangar|parked|landing|flying low|following|climbing|banking|skimming|storm\w*|rolling out)\b/,
  ],
  [
    /\b(?:kayaks?|canoes?|rowing boats?|gondolas?|rafts?|houseboats?)\b/i,
    /\b(?:port|rough seas|open sea|ice floes|dry dock|wave|chalk cliffs|lighthouse|at anchor|cranes)\b/,
  ],
  [/\b(?:ships?|galleons?|steamers?|yachts?)\b/i, /\b(?:water lilies|canal|reed-lined|jetty|cove)\b/],
  [
    /\b(?:trams?|streetcars?|subway|metro)\b/i,
    /\b(?:wheat|mountain|desert|forest|viaduct|snowy landscape|coast|country station|lake)\b/,
  ],
  [/\bsteam\b/i, /\b(?:underground|city street|neon)\b/],
  [/\b(?:bicycles?|bikes?|scooters?|buses|bus)\b/i, /\b(?:race track|barn|beach|snowbank)\b/],
  // Things.
  [
    /\b(?:trees?|statues?|sculptures?|machines?|pianos?|suitcases?|guitars?|umbrellas?|backpacks?|fountains?|armou?r|shields?|spears?|swords?)\b/i,
    /\b(?:drawer|bedside|shelf|held in two hands|cushion|slab|windowsill|cardboard box)\b/,
  ],
  [
    /\b(?:soups?|ramen|salads?|cocktails?|coffees?|teas?|drinks?|noodles?|bowls?|strawberries)\b/i,
    /\b(?:plate|wooden board|parchment|cake stand|napkin|bakery window|shallow bowl|market stall)\b/,
  ],
  [
    /\b(?:burgers?|pizzas?|sandwich\w*|tacos?|bread|pasta|spaghetti)\b/i,
    /\b(?:cake stand|shallow bowl|breakfast tray)\b/,
  ],
  [
    /\b(?:beds?|wardrobes?|cabinets?|dressers?|bookcases?|chest of drawers|chandeliers?)\b/i,
    /\b(?:sidewalk|lawn|roof terrace|greenhouse|kitchen|walled garden|top-down)\b/,
  ],
];
