"""The invented people of the demonstration. Colleges are real, everybody in them is not."""

from dataclasses import dataclass

MILLERSVILLE = 214041  # IPEDS unit ids
ELIZABETHTOWN = 212197
FRANKLIN_MARSHALL = 212577
LEBANON_VALLEY = 213507
DICKINSON = 212009
YORK = 217059


@dataclass(frozen=True)
class DemoWriter:
    name: str
    headline: str
    phrases: tuple[str, ...]
    zip: str
    services: str  # blank separated codes of partners.models.Service
    stages: str
    languages: str = "en"
    credential: str = ""  # acronym, "?" behind it: not checked yet, "-": lapsed, "!": runs out soon
    fees: tuple[tuple[str, int], ...] = ()  # none: free of charge
    online: bool = True
    miles: int = 25
    about: str = ""
    address: str = ""


RESUME, LETTER = "Resume, one round of changes", "Resume, letter and profile"

WRITERS = [
    DemoWriter(
        "Maren Okafor", "Resumes for people who love words", ("English", "editors and technical writers", "publishing"),
        "17543", "resume cover_letter cv interview", "student graduate academic", "en ig", "CPRW",
        ((RESUME, 180), (LETTER, 420)), address="writer@demo.test",
        about="I read English at a state college and nobody could tell me what for. Twelve years in publishing later "
        "I write resumes for people who can write everything except their own.",
    ),
    DemoWriter(
        "Ben Achterberg", "From the archive to the first offer", ("history", "librarians and museum people"),
        "17022", "resume cv search", "graduate academic changer", "en de", "NCRW?", ((RESUME, 150),),
        address="writer2@demo.test",
        about="Fifteen years as a university archivist. I help people whose work is hard to explain in one line.",
    ),
    DemoWriter(
        "Nadia Brandt", "Interview practice for shy people", ("communication", "marketing"), "17603",
        "interview coaching", "student graduate", "en", "CEIP?", ((RESUME, 120),), address="newwriter@demo.test",
        about="A trainer for call centers who found that practice beats advice.",
    ),
    DemoWriter("Priya Raman", "Six years of hiring engineers", ("mechanical engineering", "civil engineering"), "17403",
               "resume interview salary", "student graduate early", "en hi", "CPRW", ((RESUME, 200),)),
    DemoWriter("Rosa Delgado", "Bilingual resumes, Spanish and English", ("nursing", "social work"), "17602",
               "resume cover_letter interview", "student graduate changer", "en es", "CPRW"),
    DemoWriter("Martin Yeo", "Numbers people, in words", ("accounting", "finance"), "17603",
               "resume interview salary", "graduate early middle", "en zh", "", ((RESUME, 160), (LETTER, 300))),
    DemoWriter("Ingrid Solberg", "Museums, galleries, archives", ("art history", "museum curators"), "19103",
               "resume cv portfolio", "graduate changer", "en", "NCRW", ((RESUME, 175),)),
    DemoWriter("Tom Bright", "From English to user experience", ("English", "web designers", "software"), "21201",
               "portfolio profile interview", "student graduate changer", "en", "NCOPE", ((LETTER, 350),)),
    DemoWriter("Hana Novak", "Recruited nurses for two hospitals", ("nursing", "health care administration"), "17101",
               "resume interview salary", "student graduate early", "en", "CPCC", miles=60),
    DemoWriter("Clive Munro", "Apprenticeships and skilled trades", ("electricians", "automotive technology"), "17013",
               "resume search coaching", "student changer veteran", "en", "", ((RESUME, 90),)),
    DemoWriter("Alisha Grant", "A principal across the desk", ("elementary education", "special education"),
               "17022", "resume interview cover_letter", "student graduate", "en", "CARW", ((RESUME, 140),)),
    DemoWriter("Jonas Weber", "Salary talks without stomach ache", ("business administration", "human resources"),
               "19601", "salary interview coaching", "early middle executive", "en de", "SHRM-CP", ((RESUME, 220),)),
    DemoWriter("Luis Ferreira", "Leaving academia with your head up", ("biology", "chemistry"), "17603",
               "cv resume search", "academic changer", "en pt", "CPRW!", ((RESUME, 210), (LETTER, 460))),
    DemoWriter("Joan Pell", "Federal resumes that get referred", ("public administration", "law"), "21201",
               "federal resume", "early middle veteran", "en", "CVCS-", ((RESUME, 260),)),
    DemoWriter("Samuel Adeyemi", "Veterans to civilian work", ("logistics", "criminal justice"), "17110",
               "federal resume coaching", "veteran changer", "en yo", "CVCS"),
    DemoWriter("Grace Lindholm", "Nonprofits and fundraising", ("sociology", "fundraisers", "nonprofit"), "17543",
               "resume cover_letter search", "graduate changer", "en", "NCRW", ((RESUME, 130),)),
    DemoWriter("Dmitri Volkov", "Developers who hate resumes", ("computer science", "software developers"), "19103",
               "resume profile interview", "student graduate early", "en ru", "CPRW", ((RESUME, 240),)),
    DemoWriter("Mei Tanaka", "Data people, told simply", ("statistics", "data scientists", "mathematics"), "10001",
               "resume profile portfolio", "graduate early middle", "en", "NCOPE", ((RESUME, 230),)),
    DemoWriter("Caroline Abbott", "Executives in education", ("education administration",), "17055",
               "resume profile coaching", "executive middle", "en", "CERM", ((LETTER, 900),)),
    DemoWriter("Yusuf Karim", "First in the family to study", ("business", "economics"), "17602",
               "resume interview search coaching", "student graduate", "en ar ur", "CSCC"),
    DemoWriter("Elena Petrova", "Scientists who move to industry", ("chemistry", "biotechnology"), "19103",
               "cv resume interview", "academic early", "en ru", "CPRW", ((RESUME, 200),)),
    DemoWriter("Marcus Hill", "Sport, fitness, recreation", ("sports management", "exercise science"), "17551",
               "resume interview", "student graduate", "en", "", ((RESUME, 100),)),
    DemoWriter("Odile Laurent", "Languages open doors", ("French", "Spanish", "translators"), "17022",
               "resume cover_letter interview", "student graduate", "en fr es", "CPCC", ((RESUME, 150),)),
    DemoWriter("Peter Vance", "Journalists after the newspaper", ("journalism", "public relations"), "17101",
               "portfolio resume profile", "changer middle", "en", "CARW", ((RESUME, 170),)),
    DemoWriter("Amina Diallo", "Public health, here and abroad", ("public health", "epidemiologists"), "21201",
               "resume cv cover_letter", "graduate early", "en fr", "GCDF"),
    DemoWriter("Walter Stone", "Geology, soil and water", ("geology", "environmental science"), "17013",
               "resume federal", "student graduate early", "en", "", ((RESUME, 110),)),
    DemoWriter("Bianca Rossi", "Hotels, kitchens, events", ("hospitality", "event planners"), "17602",
               "resume interview", "student early changer", "en it", "CPRW", ((RESUME, 120),)),
    DemoWriter("Theo Marsh", "Music, theater and a day job", ("music", "theater", "arts management"), "17603",
               "portfolio resume search", "student graduate changer", "en", ""),
    DemoWriter("Kim Nguyen", "Pharmacy and laboratory work", ("pharmacy", "medical laboratory"), "17604",
               "resume interview", "student graduate", "en vi", "CPRW", ((RESUME, 150),), miles=40),
    DemoWriter("Rebecca Lowe", "Back to work after a break", ("office management", "bookkeeping"), "17403",
               "resume interview coaching", "returner changer", "en", "CPCC", ((RESUME, 95),)),
    DemoWriter("Hassan Aziz", "Engineers from elsewhere", ("electrical engineering", "computer engineering"), "19601",
               "resume interview profile", "graduate early", "en ar", "CPRW", ((RESUME, 190),)),
    DemoWriter("Fiona Clarke", "Psychology beyond the couch", ("psychology", "counseling"), "17543",
               "resume cv search", "student graduate", "en", "CCC", ((RESUME, 140),)),
    DemoWriter("Gabriel Santos", "Insurance, banking, risk", ("insurance", "finance", "economics"), "19103",
               "resume profile salary", "early middle", "en pt es", "CPRW", ((RESUME, 250),)),
    DemoWriter("Ruth Feldman", "Law school or not", ("pre-law", "paralegals", "philosophy"), "17101",
               "resume cover_letter interview", "student graduate changer", "en", "NCRW", ((RESUME, 180),)),
    DemoWriter("Anders Holm", "Architecture and planning portfolios", ("architecture", "urban planning"), "21201",
               "portfolio resume", "student graduate", "en", "", ((RESUME, 200),)),
    DemoWriter("Leila Haddad", "Dietitians and food science", ("nutrition", "food science"), "17022",
               "resume interview", "student graduate early", "en ar", "CPCC", ((RESUME, 125),)),
    DemoWriter("Oscar Reyes", "Supply chains, warehouses, drivers", ("supply chain management", "logistics"), "17403",
               "resume search", "early changer veteran", "en es", "CPRW", ((RESUME, 110),)),
    DemoWriter("Vera Lindqvist", "Writers who teach, teachers who write", ("creative writing", "English", "teachers"),
               "60614", "resume cv portfolio", "academic graduate", "en", "NCRW", ((RESUME, 160),)),
    DemoWriter("Daniel Osei", "Government and policy", ("political science", "international relations"), "10001",
               "federal resume interview", "graduate early", "en", "CPRW", ((RESUME, 220),)),
    DemoWriter("Judith Amsel", "Philosophy majors do get jobs", ("philosophy", "religious studies"), "17602",
               "resume search coaching", "student graduate changer", "en", "CPCC", ((RESUME, 100),)),
]  # fmt: skip
