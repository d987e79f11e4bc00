/** Names as families of one background have them: for women, for men, and surnames. */
export interface NameStock {
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly surnames: readonly string[];
  /** The language besides English, and how often an interpreter is needed. */
  readonly language?: string;
  readonly interpreter?: number;
  /** Some people have one name only; it stands as the surname. */
  readonly oneName?: number;
  /** How often a person has two surnames, or a second forename. */
  readonly double?: number;
  readonly second?: number;
}

const words = (text: string): string[] => text.trim().split(/\s*,\s*/);

/** Invented people with real names: as they stand on the court lists of England and Wales. */
export const nameStocks = {
  english: {
    women: words(
      "Sarah, Emma, Claire, Donna, Kelly, Lisa, Michelle, Tracey, Jade, Chelsea, Rebecca, Natalie, Stacey, Leanne, Amy, Gemma, Hayley, Zoë, Chloé, Kirsty, Joanne, Denise, Mary-Jane, Anne-Marie, Paula, Samantha, Charlotte, Lindsey, Toni, Carly, Danielle, Jodie, Kerry, Louise, Nicola, Abigail, Megan, Bethany, Georgia, Ellie-Mae",
    ),
    men: words(
      "James, Michael, David, Paul, Mark, Lee, Craig, Wayne, Darren, Dean, Anthony, Stephen, Carl, Ryan, Liam, Kieran, Jordan, Connor, Nathan, Thomas, Joshua, Callum, Billy, Jamie, Gary, Ian, John-Paul, Kevin, Robert, Christopher, Adam, Alan, Ashley, Barry, Bradley, Brian, Daniel, Dale, Gavin, Jack, Jason, Karl, Keith, Luke, Martin, Matthew, Neil, Peter, Philip, Reece, Scott, Shaun, Simon, Stuart",
    ),
    surnames: words(
      "Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, Walker, White, Roberts, Green, Hall, Wood, Jackson, Clarke, Hughes, Edwards, Rimmer, Fazakerley, Molyneux, Ashcroft, Blundell, Tunstall, Halsall, Birchall, Sefton, Unsworth, Winstanley, Entwistle, Barraclough, Sidebottom, Hargreaves, Postlethwaite, Featherstone-Brown, Clough, Murgatroyd, Null, Test, Young-Smith, Harrison, Turner, Cooper, Ward, Morris, Baker, King, Parker, Bennett, Cook, Carter, Bailey, Shaw, Foster, Gibson, Marshall, Fletcher, Barnes, Holmes, Dixon, Palmer, Lawson, Fisher, Rowlands, Kershaw, Ashworth, Pilkington, Tyrer, Rigby, Formby, Maddock, Sutcliffe, Whittle, Heaton, Duckworth, Grimshaw, Crompton, Lomax, Leatherbarrow, Prescott, Hesketh, Swift, Yates, Nuttall, Pickering, Ogden, Haworth, Cartwright, Boothroyd, Threlfall",
    ),
    second: 0.5,
  },
  irish: {
    women: words("Siobhán, Aoife, Niamh, Sinéad, Bríd, Róisín, Maureen, Bernadette, Caoimhe, Orla, Gráinne, Mary"),
    men: words("Seán, Patrick, Ciarán, Declan, Brendan, Eoin, Tadhg, Pádraig, Micheál, Fergal, Kevin, Anthony"),
    surnames: words(
      "O'Neill, Murphy, Kelly, O'Brien, Doyle, McCarthy, Byrne, Ryan, O'Connor, Gallagher, Ó Súilleabháin, Ní Dhomhnaill, Kavanagh, McLoughlin, Fitzgerald, Quinn, D'Arcy, MacNamara, Duffy, Hanratty",
    ),
    second: 0.5,
  },
  traveller: {
    women: words("Margaret, Bridget, Kathleen, Winifred, Nora, Philomena, Chantelle, Shirley-Ann, Julia"),
    men: words("Martin, Paddy, Jimmy, John-Joe, Miley, Felix, Bernard, Simey, Willie, Levi"),
    surnames: words("Ward, Connors, McDonagh, Joyce, Maughan, Doherty, Cash, Stokes, Purcell, Lee, Boswell, Loveridge"),
    second: 0.3,
  },
  welsh: {
    women: words("Siân, Gwenllian, Carys, Angharad, Rhian, Catrin, Nia, Ffion, Lowri, Eirlys, Non, Mair"),
    men: words("Gareth, Rhys, Dafydd, Ieuan, Llŷr, Emyr, Gethin, Huw, Owain, Aled, Siôn, Iwan"),
    surnames: words(
      "Jones, Davies, Evans, Thomas, Griffiths, Llewellyn, Rees, Prosser, Pugh, ap Rhys, Bevan, Gwynne, Vaughan, Probert, Morgan-Hughes, Lloyd, Maddocks, Watkins",
    ),
    second: 0.4,
  },
  caribbean: {
    women: words("Marcia, Shanice, Yvonne, Keisha, Beverley, Chanté, Renée, Tamika, Dionne, Latoya"),
    men: words("Delroy, Winston, Leroy, Tyrone, Marlon, Jermaine, Courtney, Andre, Desmond, D'Angelo, Curtis"),
    surnames: words(
      "Campbell, Grant, Henry, Francis, Lewis, St. Louis, Morrison, Bailey, Samuels, Blackwood, Barrett, Gordon, Reid, Pinnock, Thomas-Grant, Charles",
    ),
    second: 0.4,
  },
  pakistani: {
    women: words("Aisha, Fatima, Nazia, Saima, Shazia, Zainab, Rukhsana, Sadia, Maryam, Nasreen"),
    men: words("Mohammed, Imran, Asif, Tariq, Shahid, Usman, Bilal, Adeel, Zahid, Kamran, Waqas, Muhammad"),
    surnames: words(
      "Khan, Hussain, Ahmed, Mahmood, Akhtar, Iqbal, Malik, Shah, Begum, Bibi, Mirza, Qureshi, Rashid, ul-Haq, Aslam, Chaudhry",
    ),
    language: "Urdu",
    interpreter: 0.12,
    second: 0.3,
  },
  bangladeshi: {
    women: words("Shirin, Rehana, Nasima, Sultana, Rokeya, Farhana, Jannat, Salma, Monira"),
    men: words("Abdul, Md, Shafiqul, Jahangir, Kamal, Rafiqul, Mizanur, Anwar, Faruk, Habibur"),
    surnames: words(
      "Miah, Rahman, Uddin, Ali, Khatun, Begum, Choudhury, Islam, Haque, Alam, Sikder, Hossain, Kibria, Talukdar",
    ),
    language: "Bengali",
    interpreter: 0.15,
    second: 0.2,
  },
  indian: {
    women: words("Priya, Harpreet, Jasvinder, Meena, Kiran, Sunita, Manpreet, Lakshmi, Anjali"),
    men: words("Gurpreet, Harjit, Rajesh, Sukhdev, Amit, Vijay, Balwinder, Sanjay, Manjit, Dinesh"),
    surnames: words(
      "Singh, Kaur, Patel, Sharma, Gill, Dhillon, Shah, Mistry, Sandhu, Desai, Bains, Selvakumar, Ramasubramanian, D'Souza, Verma",
    ),
    language: "Punjabi",
    interpreter: 0.08,
    second: 0.2,
  },
  tamil: {
    women: words("Thenmozhi, Kavitha, Malar"),
    men: words("Suresh, Kumaran, Pradeepan"),
    surnames: words("Sivapalan, Nadarajah, Kanagaratnam, Thirunavukkarasu, Murugesan"),
    language: "Tamil",
    interpreter: 0.3,
    oneName: 0.35,
  },
  somali: {
    women: words("Hodan, Ifrah, Amina, Faduma, Sagal, Ubah, Hibo"),
    men: words("Abdirahman, Cabdi, Mohamud, Liban, Guled, Abdi, Yusuf, Khadar"),
    surnames: words("Warsame, Abdi, Hassan, Jama, Farah, Osman, Mohamud, Duale, Egal, Nuur, Ali-Hersi"),
    language: "Somali",
    interpreter: 0.2,
    second: 0.5,
  },
  nigerian: {
    women: words("Ngozi, Funmilayo, Chioma, Blessing, Titilayo, Adaeze, Bọ́lá, Yetunde"),
    men: words("Chukwuemeka, Oluwaseun, Emeka, Tunde, Babatunde, Ifeanyi, Segun, Olúṣọlá, Ikenna"),
    surnames: words(
      "Okafor, Adeyemi, Okonkwo, Balogun, Eze, Ogunleye, Adébáyọ̀, Nwosu, Oyelaran, Achebe, Onyekachi-Obi, Bello",
    ),
    second: 0.4,
  },
  ghanaian: {
    women: words("Akosua, Abena, Efua, Ama, Esi, Adwoa"),
    men: words("Kwame, Kofi, Kwabena, Yaw, Ekow, Nana Kwasi"),
    surnames: words("Mensah, Owusu, Boateng, Asante, Appiah, Osei-Tutu, Agyeman, Darko, Quaye, Nkrumah"),
    second: 0.3,
  },
  eritrean: {
    women: words("Selam, Feven, Helen"),
    men: words("Yonas, Tesfay, Mebrahtu, Filmon"),
    surnames: words("Tekle, Haile, Gebremariam, Woldeab, Ghebreyesus"),
    language: "Tigrinya",
    interpreter: 0.6,
  },
  chinese: {
    women: words("Xiaoyan, Mei Ling, Lihua, Yan, Wei"),
    men: words("Jian, Wei, Guoqiang, Kwok Wah, Haoran, Ming"),
    surnames: words("Chen, Li, Wang, Cheung, Lam, Zhang, Huang, Lü, Ng, Ou-Yang, Wu"),
    language: "Mandarin",
    interpreter: 0.4,
  },
  vietnamese: {
    women: words("Thị Hương, Lan, Ngọc"),
    men: words("Văn Hùng, Minh, Đức, Quang"),
    surnames: words("Nguyễn, Trần, Lê, Phạm, Đặng, Vũ"),
    language: "Vietnamese",
    interpreter: 0.7,
  },
  polish: {
    women: words("Agnieszka, Małgorzata, Katarzyna, Joanna, Ewa, Zofia"),
    men: words("Łukasz, Paweł, Krzysztof, Tomasz, Piotr, Sławomir, Grzegorz, Rafał, Wojciech"),
    surnames: words(
      "Nowak, Kowalski, Wiśniewski, Wójcik, Kamiński, Zieliński, Szymański, Dąbrowski, Jabłoński, Źrebiec, Grzegorczyk, Śliwa",
    ),
    language: "Polish",
    interpreter: 0.35,
  },
  lithuanian: {
    women: words("Rūta, Žydrė, Ingrida"),
    men: words("Vytautas, Darius, Mindaugas, Šarūnas"),
    surnames: words("Kazlauskas, Petrauskas, Žukauskas, Balčiūnas, Šimkus"),
    language: "Lithuanian",
    interpreter: 0.5,
  },
  romanian: {
    women: words("Ioana, Mihaela, Andreea, Ștefania, Elena"),
    men: words("Ion, Gheorghe, Ștefan, Vasile, Răzvan, Florin, Mihăiță, Constantin"),
    surnames: words("Popescu, Ionescu, Țăranu, Dumitru, Munteanu, Stănescu, Ciobanu, Rădulescu, Lăcătuș, Moldovan"),
    language: "Romanian",
    interpreter: 0.45,
    second: 0.2,
  },
  kurdish: {
    women: words("Rêzan, Şîlan, Berîvan, Hêvî"),
    men: words("Azad, Karwan, Serdar, Şivan, Hiwa, Rebaz"),
    surnames: words("Ahmad, Kaya, Rashid, Çelik, Yıldız, Aziz, Barzani, Güneş"),
    language: "Kurdish (Sorani)",
    interpreter: 0.5,
    oneName: 0.04,
  },
  arabic: {
    women: words("Layla, Rania, Hanan, Souad"),
    men: words("Ahmad, Omar, Khalid, Youssef, Abd al-Rahman, Samir, Hamza"),
    surnames: words("Al-Hassan, Haddad, al-Jabouri, Ben Salah, Mansour, El Amrani, Saleh, Al Sheikh, Bouazza"),
    language: "Arabic",
    interpreter: 0.4,
  },
  afghan: {
    women: words("Zarmina, Parwana"),
    men: words("Najib, Rahmatullah, Farid"),
    surnames: words("Ahmadzai, Stanekzai, Noorzai, Habibullah, Gulalai, Zalmay"),
    language: "Pashto",
    interpreter: 0.55,
    oneName: 0.4,
  },
  portuguese: {
    women: words("Conceição, Inês, Fátima, Luísa"),
    men: words("João, Simão, Gonçalo, António, Zé Manuel, Fabrício"),
    surnames: words("da Silva, dos Santos, Gonçalves, Conceição, Magalhães, Pereira, Simões, de Araújo Lima"),
    language: "Portuguese",
    interpreter: 0.3,
    double: 0.3,
  },
} as const satisfies Record<string, NameStock>;

export type Background = keyof typeof nameStocks;

/** How often each background is met over all courts; a court may have its own weights beside. */
export const commonWeights: Readonly<Record<Background, number>> = {
  english: 58,
  irish: 6,
  traveller: 2,
  welsh: 3,
  caribbean: 4,
  pakistani: 3,
  bangladeshi: 1.5,
  indian: 2,
  tamil: 0.6,
  somali: 2,
  nigerian: 1.5,
  ghanaian: 1,
  eritrean: 0.6,
  chinese: 0.8,
  vietnamese: 0.8,
  polish: 3,
  lithuanian: 1,
  romanian: 2.5,
  kurdish: 1.5,
  arabic: 1.5,
  afghan: 0.8,
  portuguese: 1.5,
};

export const nicknames: readonly string[] = words(
  "Mad Dog, Ginge, Smigger, Big Tony, Tiny, Macca, Scouse, Spud, Titch, Jonno, Dizzy, Bones, Robbo, Nudge, Ozzy, Gaz, Shaz, Billy Whizz",
);
