/** What a LoRA can be of, as finely as its prompts differ. `concept` is what nothing else fits. */
export type Kind =
  | 'person'
  | 'pet'
  | 'beast'
  | 'bird'
  | 'sea_animal'
  | 'road'
  | 'boat'
  | 'aircraft'
  | 'train'
  | 'spacecraft'
  | 'object'
  | 'furniture'
  | 'food'
  | 'clothing'
  | 'swimwear'
  | 'pose'
  | 'place'
  | 'room'
  | 'style'
  | 'concept';

type Words = Readonly<Partial<Record<Kind, string>>>;

/** English nouns in the singular that are counted, by what they speak of. */
export const ENGLISH_WORDS: Words = {
  person:
    'person man woman boy girl lady gentleman guy character child kid teenager adult elf dwarf knight wizard witch warrior princess prince queen king hero heroine villain soldier samurai ninja pirate viking cowboy vampire superhero astronaut doctor nurse chef teacher athlete dancer singer actor actress model celebrity influencer grandmother grandfather mother father sister brother daughter son friend wife husband goblin orc android cyborg mermaid fairy angel demon monk nun priest detective sorceress mage ranger archer paladin rogue druid maid robot monster zombie clown face 1girl 1boy husbando waifu protagonist avatar streamer',
  pet: 'dog cat puppy kitten corgi poodle labrador terrier dachshund beagle husky spaniel collie pug bulldog retriever rottweiler chihuahua greyhound shepherd rabbit bunny hamster ferret hedgehog tabby guinea-pig goldendoodle',
  beast:
    'animal creature horse pony cow sheep goat pig deer fox wolf bear lion tiger leopard elephant giraffe zebra monkey gorilla kangaroo camel donkey moose dragon unicorn dinosaur griffin beast lizard snake frog squirrel raccoon panda koala cheetah rhino buffalo hippo otter badger lynx insect spider butterfly bee',
  bird: 'bird owl eagle hawk falcon raven crow parrot sparrow robin swan duck goose heron pigeon penguin hummingbird kingfisher phoenix flamingo peacock stork seagull',
  sea_animal:
    'fish shark whale dolphin octopus jellyfish turtle squid ray seahorse crab lobster goldfish koi orca seal',
  road: 'car truck bus van motorcycle motorbike bike bicycle scooter taxi limousine roadster convertible tractor tank jeep coupe sedan hatchback vehicle wagon automobile buggy carriage supercar hotrod racecar pickup',
  boat: 'boat ship sailboat yacht ferry canoe kayak submarine gondola galleon steamer vessel raft tugboat catamaran',
  aircraft:
    'airplane plane aircraft jet helicopter biplane glider airship zeppelin bomber drone balloon seaplane',
  train: 'train locomotive tram streetcar railcar monorail',
  spacecraft: 'spaceship spacecraft starship rocket ufo shuttle starfighter',
  object:
    'object teapot cup mug vase bottle bowl jar watch clock camera phone radio typewriter book toy doll figurine statue sculpture sword dagger knife axe shield gun weapon helmet mask crown ring necklace bracelet pendant gem crystal coin key candle lantern guitar violin piano instrument tool hammer bag backpack suitcase box basket plant flower rose tree mushroom shell stone product logo sticker icon card poster gadget computer keyboard console machine perfume bouquet potion umbrella trophy puppet plush amulet',
  furniture:
    'chair armchair sofa couch table desk lamp bed bench shelf cabinet wardrobe stool bookcase dresser chandelier mirror rug',
  food: 'food dish cake pie cookie bread pizza burger sandwich salad soup ramen sushi dessert fruit apple orange lemon strawberry pastry croissant pancake chocolate cocktail drink coffee tea cupcake donut taco noodle meal pasta cheese banana',
  clothing:
    'dress gown skirt jacket coat shirt blouse sweater hoodie suit uniform costume outfit armor cloak robe kimono hanbok sari hat cap scarf glove shoe boot sneaker jeans trousers pants shorts corset vest cape tuxedo jumpsuit overalls cardigan apron veil tie garment clothing clothes clothe hairstyle hairdo haircut tattoo makeup glasses sunglasses earrings wing horn tail halo leggings stockings dirndl lederhosen t-shirt tshirt turtleneck raincoat overcoat peacoat trenchcoat poncho parka anorak windbreaker blazer kilt tunic toga kaftan caftan yukata qipao cheongsam hanfu sarong lehenga dashiki waistcoat nightgown pajamas pyjamas dungarees romper bodysuit leotard tutu bonnet beret beanie turban hijab headscarf fedora headdress shawl pullover jersey jerkin doublet frock sundress ballgown petticoat lingerie spacesuit chainmail breastplate gauntlet mitten sandal slipper loafer clog sock tights belt bowtie necktie pinafore bathrobe labcoat catsuit knitwear streetwear outerwear workwear footwear headwear',
  swimwear: 'bikini swimsuit swimwear trunks wetsuit',
  pose: 'pose posture gesture stance sitting standing kneeling crouching lying jumping squatting handstand crossed pointing waving saluting stretching leaning',
  place:
    'place house village town city street castle palace church cathedral temple tower bridge harbor harbour beach coast island forest mountain valley lake river garden park desert landscape ruin building skyscraper farm cottage cabin lighthouse market square alley road waterfall cave canyon cityscape skyline environment scenery scene background architecture temple shrine stadium station mansion villa courtyard graveyard world planet neighborhood barn mill fortress monastery seaside',
  room: 'room diner saloon cinema theater theatre gym pharmacy bakery kitchen bedroom bathroom library interior office hall café cafe restaurant bar pub studio workshop classroom hallway lobby attic cellar basement apartment shop store gallery museum corridor dungeon',
  style:
    'style aesthetic portrait photoshoot painting drawing illustration watercolor watercolour sketch art artwork photography photo photograph look anime manga comic cartoon render rendering lineart engraving etching print linocut woodcut gouache pastel charcoal ink impressionism cubism pixel-art vaporwave synthwave cyberpunk steampunk noir bokeh grain texture lighting palette detailer enhancer slider film analog polaroid realism surrealism technique brushwork grading vibe mood atmosphere filter',
};

/** Words of other languages, or such as are never counted. */
export const OTHER_WORDS: Words = {
  person:
    'mann frau mädchen junge kind figur charakter ritter hexe elfe zauberer oma opa großmutter großvater mutter vater homme femme fille garçon personnage chevalier sorcière hombre mujer niña niño chica chico personaje caballero bruja uomo donna ragazza ragazzo personaggio homem mulher menina menino people men women children she her he his him',
  pet: 'hund katze dackel schäferhund kaninchen welpe chien chat chiot lapin perro gato cachorro conejo cane gatto coniglio cão coelho puppies dogs',
  beast:
    'tier pferd kuh drache fuchs wolf bär hirsch animaux cheval vache renard ours caballo vaca zorro dragón oso cavallo mucca volpe drago cavalo raposa wildlife deer',
  bird: 'vogel eule adler rabe oiseau hibou aigle corbeau pájaro búho águila uccello gufo aquila pássaro coruja',
  sea_animal: 'fisch hai wal poisson requin baleine pez tiburón ballena pesce squalo balena peixe',
  road: 'auto wagen fahrrad motorrad lastwagen traktor voiture camion vélo moto coche camión bicicleta macchina automobile carro caminhão cars',
  boat: 'schiff boot segelboot bateau navire voilier barco velero barca nave navio',
  aircraft: 'flugzeug hubschrauber avion hélicoptère avión helicóptero aereo elicottero avião',
  train: 'zug lokomotive straßenbahn bahn locomotive tren treno trem',
  spacecraft: 'raumschiff rakete vaisseau fusée cohete astronave',
  object:
    'tasse kanne uhr kamera buch puppe schwert vase blume baum montre horloge livre épée fleur arbre reloj libro espada flor árbol orologio spada fiore albero relógio livro flower jewelry jewellery',
  furniture:
    'stuhl sessel tisch lampe bett möbel chaise fauteuil meuble silla mesa mueble sedia tavolo mobile cadeira furniture',
  food: 'kuchen brot essen suppe gâteau pain nourriture plat pastel comida pan torta pane cibo bolo pão sushi ramen',
  clothing:
    'kleid jacke mantel hemd rock hut rüstung uniform kostüm robe veste manteau chapeau armure vestido chaqueta abrigo sombrero armadura vestito giacca cappotto cappello armatura casaco chapéu armour hair fashion tracht',
  swimwear: 'badeanzug maillot bañador costume-da-bagno',
  pose: 'haltung pose posture postura posa sitzend stehend assis debout sentado sentada seduta',
  place:
    'haus dorf stadt burg schloss kirche brücke strand wald berg landschaft garten straße maison village ville château église pont plage forêt montagne paysage jardin casa pueblo ciudad castillo iglesia puente playa bosque montaña paisaje jardín villaggio città castello chiesa ponte spiaggia foresta montagna paesaggio giardino cidade castelo igreja praia floresta paisagem',
  room: 'zimmer küche wohnzimmer schlafzimmer bibliothek chambre cuisine salon habitación cocina stanza cucina quarto cozinha',
  style:
    'stil malerei gemälde zeichnung aquarell kunst fotografie bleistift ölgemälde peinture dessin aquarelle affiche estilo pintura dibujo acuarela fotografía arte stile pittura disegno acquerello fotografia aquarela desenho paintings photos photography watercolours',
};

/** Endings of German words that are written together: Sportwagen, Schäferhund. */
export const GERMAN_ENDINGS: Words = {
  style: 'stil gemälde malerei zeichnung fotografie',
  road: 'wagen auto motorrad fahrrad',
  pet: 'hund katze',
  person: 'frau mädchen krieger kriegerin',
  place: 'haus schloss burg dorf stadt wald landschaft',
  clothing: 'kleid jacke mantel hemd',
  boat: 'schiff boot',
  room: 'zimmer küche',
  furniture: 'stuhl tisch sessel',
};

/** Signs of languages that leave no blanks between words. */
export const CJK_SIGNS: Words = {
  style: '风格 画风 スタイル 風格 画風 그림체 스타일',
  person: '女 男 人 少女 角色 キャラ 여자 남자',
  pet: '猫 犬 狗 고양이 강아지',
  road: '车 車 자동차',
  place: '城 街 家 村 風景 风景 마을',
  clothing: '服 衣 ドレス 裙',
};
