<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nb" sourcelanguage="en">
<context>
    <name>Agreement</name>
    <message>
        <source>not defined</source>
        <translation>ikke definert</translation>
    </message>
    <message>
        <source>days</source>
        <translation>dager</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutter</translation>
    </message>
    <message>
        <source>SD {deviation}; {low} to {high}</source>
        <translation>SD {deviation}; {low} til {high}</translation>
    </message>
    <message>
        <source>{n} only in the journal</source>
        <translation>{n} bare i journalen</translation>
    </message>
    <message>
        <source>{n} only in the registry</source>
        <translation>{n} bare i registeret</translation>
    </message>
    <message>
        <source>{n} in neither</source>
        <translation>{n} i ingen av dem</translation>
    </message>
    <message>
        <source>No value could be compared.</source>
        <translation>Ingen verdier kunne sammenlignes.</translation>
    </message>
    <message>
        <source>{equal} of {compared} values in {records} records are the same ({share}).</source>
        <translation>{equal} av {compared} verdier i {records} skjemaer er like ({share}).</translation>
    </message>
</context>
<context>
    <name>AgreementModel</name>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Samsvar</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Mangler</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Forskjell</translation>
    </message>
    <message>
        <source>Share of the records where both have a value and it is the same; interval by Wilson</source>
        <translation>Andel av skjemaene der begge har en verdi og den er lik; intervall etter Wilson</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa: agreement beyond chance, 1 is perfect; not defined where all have the same answer. Interval by Fleiss, Cohen and Everitt</source>
        <translation>Cohens kappa: samsvar ut over det tilfeldige, 1 er fullt samsvar; ikke definert når alle har samme svar. Intervall etter Fleiss, Cohen og Everitt</translation>
    </message>
    <message>
        <source>Mean difference with standard deviation and 95 % limits of agreement (Bland and Altman)</source>
        <translation>Gjennomsnittlig forskjell med standardavvik og 95 % grenser for samsvar (Bland og Altman)</translation>
    </message>
    <message>
        <source>Records where one or both lack a value; they take no part in the rest</source>
        <translation>Skjemaer der en av dem eller begge mangler verdi; de er ikke med i resten</translation>
    </message>
</context>
<context>
    <name>AgreementTable</name>
    <message>
        <source>Agreement by variable</source>
        <translation>Samsvar per variabel</translation>
    </message>
</context>
<context>
    <name>BelowHead</name>
    <message>
        <source>Show who it is</source>
        <translation>Vis hvem det gjelder</translation>
    </message>
    <message>
        <source>Name and number; that they were shown is written in the log</source>
        <translation>Navn og nummer; at de ble vist, skrives i loggen</translation>
    </message>
</context>
<context>
    <name>BesideRecord</name>
    <message>
        <source>What this correction changes</source>
        <translation>Hva endrer rettingen?</translation>
    </message>
    <message>
        <source>With all that are ready</source>
        <translation>Med alle som er klare</translation>
    </message>
    <message>
        <source>No value is changed yet.</source>
        <translation>Ingen verdi er endret ennå.</translation>
    </message>
    <message>
        <source>None of the unit&apos;s indicators is moved in this period.</source>
        <translation>Ingen av enhetens indikatorer endres i denne perioden.</translation>
    </message>
    <message>
        <source>{n} corrections taken together.</source>
        <translation>{n} rettinger sett under ett.</translation>
    </message>
    <message>
        <source>{n} correction.</source>
        <translation>{n} retting.</translation>
    </message>
</context>
<context>
    <name>BreaksModel</name>
    <message>
        <source>From</source>
        <translation>Fra</translation>
    </message>
    <message>
        <source>Chosen period</source>
        <translation>Valgt periode</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Hva som endres</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>innenfor</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>utenfor</translation>
    </message>
    <message>
        <source>About: {names}.</source>
        <translation>Gjelder: {names}.</translation>
    </message>
    <message>
        <source>Version {before} → {after}.</source>
        <translation>Versjon {before} → {after}.</translation>
    </message>
</context>
<context>
    <name>BreaksTable</name>
    <message>
        <source>Changes to what is counted and registered</source>
        <translation>Endringer i hva som telles og registreres</translation>
    </message>
</context>
<context>
    <name>ChangesModel</name>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Nå</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Trend</translation>
    </message>
    <message>
        <source>Small trend line</source>
        <translation>Liten trendlinje</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Slag</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>What has changed</source>
        <translation>Hva som er endret</translation>
    </message>
</context>
<context>
    <name>ChangesTable</name>
    <message>
        <source>Changes between versions</source>
        <translation>Endringer mellom versjoner</translation>
    </message>
</context>
<context>
    <name>ChartSaving</name>
    <message>
        <source>Save the chart</source>
        <translation>Lagre diagrammet</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bilde (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>Tegning (*.svg)</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Point at a value, or walk with the arrow keys, to read it.</source>
        <translation>Pek på en verdi, eller gå med piltastene, for å lese den.</translation>
    </message>
</context>
<context>
    <name>CodeEditor</name>
    <message>
        <source>Choose, or type a part of the name</source>
        <translation>Velg, eller skriv en del av navnet</translation>
    </message>
</context>
<context>
    <name>Codebook</name>
    <message>
        <source>whole number</source>
        <translation>heltall</translation>
    </message>
    <message>
        <source>number with decimals</source>
        <translation>tall med desimaler</translation>
    </message>
    <message>
        <source>text</source>
        <translation>tekst</translation>
    </message>
    <message>
        <source>one code from a list</source>
        <translation>én kode fra en liste</translation>
    </message>
    <message>
        <source>several codes from a list</source>
        <translation>flere koder fra en liste</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>ja eller nei</translation>
    </message>
    <message>
        <source>date</source>
        <translation>dato</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>dato og klokkeslett</translation>
    </message>
    <message>
        <source>today</source>
        <translation>i dag</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>fra {low} til {high}</translation>
    </message>
    <message>
        <source>at least {low}</source>
        <translation>minst {low}</translation>
    </message>
    <message>
        <source>at most {high}</source>
        <translation>høyst {high}</translation>
    </message>
    <message>
        <source>when {condition}</source>
        <translation>når {condition}</translation>
    </message>
    <message>
        <source>always</source>
        <translation>alltid</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nei</translation>
    </message>
    <message>
        <source>from {since} to {until}</source>
        <translation>fra {since} til {until}</translation>
    </message>
    <message>
        <source>from {since}</source>
        <translation>fra {since}</translation>
    </message>
    <message>
        <source>until {until}</source>
        <translation>til {until}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>Rule (error)</source>
        <translation>Regel (feil)</translation>
    </message>
    <message>
        <source>Rule (warning)</source>
        <translation>Regel (advarsel)</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>Undergruppe</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>is checked</source>
        <translation>kontrolleres</translation>
    </message>
    <message>
        <source>is concerned</source>
        <translation>angår den</translation>
    </message>
    <message>
        <source>numerator</source>
        <translation>teller</translation>
    </message>
    <message>
        <source>denominator</source>
        <translation>nevner</translation>
    </message>
    <message>
        <source>measure</source>
        <translation>mål</translation>
    </message>
    <message>
        <source>dates the cases</source>
        <translation>daterer tilfellene</translation>
    </message>
    <message>
        <source>decides who is in it</source>
        <translation>avgjør hvem som er med</translation>
    </message>
    <message>
        <source>decides when it is required</source>
        <translation>avgjør når den er obligatorisk</translation>
    </message>
    <message>
        <source>bounds its range</source>
        <translation>begrenser verdiene</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Code list</source>
        <translation>Kodeliste</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Comparability</source>
        <translation>Sammenlignbarhet</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Finest period of results</source>
        <translation>Korteste periode for resultater</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Ledetekst</translation>
    </message>
    <message>
        <source>Help text</source>
        <translation>Hjelpetekst</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Del av skjemaet</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Unit of measurement</source>
        <translation>Måleenhet</translation>
    </message>
    <message>
        <source>Usual range</source>
        <translation>Normalintervall</translation>
    </message>
    <message>
        <source>Possible range</source>
        <translation>Maksintervall</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatorisk</translation>
    </message>
    <message>
        <source>Identifies the patient</source>
        <translation>Identifiserer pasienten</translation>
    </message>
    <message>
        <source>In use from</source>
        <translation>I bruk fra</translation>
    </message>
    <message>
        <source>In use until</source>
        <translation>I bruk til</translation>
    </message>
    <message>
        <source>Dated by</source>
        <translation>Dateres etter</translation>
    </message>
    <message>
        <source>Follows the form</source>
        <translation>Følger skjemaet</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Uttrykk</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Alvorlighet</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Melding</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>Gjelder</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Tittel</translation>
    </message>
    <message>
        <source>Short title</source>
        <translation>Kort tittel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beskrivelse</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Hva som måles</translation>
    </message>
    <message>
        <source>Numerator</source>
        <translation>Teller</translation>
    </message>
    <message>
        <source>Denominator</source>
        <translation>Nevner</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Better is</source>
        <translation>Bedre er</translation>
    </message>
    <message>
        <source>Level for high attainment</source>
        <translation>Grense for høy måloppnåelse</translation>
    </message>
    <message>
        <source>Level for moderate attainment</source>
        <translation>Grense for moderat måloppnåelse</translation>
    </message>
    <message>
        <source>Fewest cases shown</source>
        <translation>Færrest tilfeller som vises</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>Undergrupper</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Tallformat</translation>
    </message>
    <message>
        <source>Grouped by</source>
        <translation>Grupperes etter</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versjon</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Ny</translation>
    </message>
    <message>
        <source>No longer there</source>
        <translation>Finnes ikke lenger</translation>
    </message>
    <message>
        <source>New code: {code}</source>
        <translation>Ny kode: {code}</translation>
    </message>
    <message>
        <source>Code removed: {code}</source>
        <translation>Kode fjernet: {code}</translation>
    </message>
    <message>
        <source>Code changed: {before} → {after}</source>
        <translation>Kode endret: {before} → {after}</translation>
    </message>
    <message>
        <source>{aspect}: changed in another language</source>
        <translation>{aspect}: endret på et annet språk</translation>
    </message>
    <message>
        <source>share of the cases</source>
        <translation>andel av tilfellene</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>gjennomsnitt</translation>
    </message>
    <message>
        <source>median</source>
        <translation>median</translation>
    </message>
    <message>
        <source>events per exposure</source>
        <translation>hendelser per eksponering</translation>
    </message>
    <message>
        <source>observed over expected</source>
        <translation>observert delt på forventet</translation>
    </message>
    <message>
        <source>time between events</source>
        <translation>tid mellom hendelser</translation>
    </message>
    <message>
        <source>number of cases</source>
        <translation>antall tilfeller</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ingenting</translation>
    </message>
    <message>
        <source>higher</source>
        <translation>høyere</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>lavere</translation>
    </message>
    <message>
        <source>error</source>
        <translation>feil</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>advarsel</translation>
    </message>
    <message>
        <source>month</source>
        <translation>måned</translation>
    </message>
    <message>
        <source>year</source>
        <translation>år</translation>
    </message>
</context>
<context>
    <name>CodesEditor</name>
    <message>
        <source>None of these</source>
        <translation>Ingen av disse</translation>
    </message>
    <message>
        <source>Type a part of the name to find it</source>
        <translation>Skriv en del av navnet for å finne den</translation>
    </message>
</context>
<context>
    <name>CodesModel</name>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Betydning</translation>
    </message>
</context>
<context>
    <name>CodesTable</name>
    <message>
        <source>Code list</source>
        <translation>Kodeliste</translation>
    </message>
</context>
<context>
    <name>ColumnChooser</name>
    <message>
        <source>Find a variable</source>
        <translation>Finn en variabel</translation>
    </message>
    <message>
        <source>Columns by section</source>
        <translation>Kolonner etter skjemadel</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
</context>
<context>
    <name>ComparisonChart</name>
    <message>
        <source>Comparison of units</source>
        <translation>Sammenligning av enheter</translation>
    </message>
    <message>
        <source>own</source>
        <translation>egen</translation>
    </message>
    <message>
        <source>other units, with interval</source>
        <translation>andre enheter, med intervall</translation>
    </message>
    <message>
        <source>the period before</source>
        <translation>perioden før</translation>
    </message>
    <message>
        <source>nation</source>
        <translation>landet</translation>
    </message>
    <message>
        <source>differs also when all are judged at once (Benjamini–Hochberg, 5 %)</source>
        <translation>skiller seg ut også når alle vurderes samlet (Benjamini–Hochberg, 5 %)</translation>
    </message>
</context>
<context>
    <name>ComparisonModel</name>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>The period before: {figure}</source>
        <translation>Perioden før: {figure}</translation>
    </message>
    <message>
        <source>Differs from the nation also when all units are judged at once (Benjamini–Hochberg, 5 %).</source>
        <translation>Skiller seg fra landet også når alle enheter vurderes samlet (Benjamini–Hochberg, 5 %).</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>There are no units to compare</source>
        <translation>Det er ingen enheter å sammenligne med</translation>
    </message>
</context>
<context>
    <name>CompletenessTab</name>
    <message>
        <source>Show the incomplete forms</source>
        <translation>Vis de ufullstendige skjemaene</translation>
    </message>
    <message>
        <source>Completed forms with events in the period. Unknown counts neither as filled in nor as missing.</source>
        <translation>Ferdigstilte skjemaer med hendelse i perioden. Ukjent regnes verken som utfylt eller som manglende.</translation>
    </message>
    <message>
        <source>Codes for unknown: {codes}.</source>
        <translation>Koder for ukjent: {codes}.</translation>
    </message>
    <message>
        <source>Taken as optional, as the condition was not understood: {names}.</source>
        <translation>Regnet som valgfrie, fordi vilkåret ikke ble forstått: {names}.</translation>
    </message>
    <message>
        <source>Enter or a double click shows the records.</source>
        <translation>Enter eller dobbeltklikk viser skjemaene.</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copy</source>
        <translation>Kopier</translation>
    </message>
    <message>
        <source>Copy, save or print</source>
        <translation>Kopier, lagre eller skriv ut</translation>
    </message>
    <message>
        <source>Copy, save or print the chart or its figures</source>
        <translation>Kopier, lagre eller skriv ut diagrammet eller tallene</translation>
    </message>
</context>
<context>
    <name>CopyDialog</name>
    <message>
        <source>Copy unsent work</source>
        <translation>Kopier usendt arbeid</translation>
    </message>
    <message>
        <source>A copy of drafts, corrections and answers that no registry has yet. It opens with the unit&apos;s recovery key and with nothing else, so it may lie on a file server. Everything stays here as well.</source>
        <translation>En kopi av kladder, rettinger og svar som ikke har nådd noe register. Den åpnes bare med enhetens gjenopprettingsnøkkel og kan derfor ligge på en filserver. Alt blir også liggende her.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopier</translation>
    </message>
    <message>
        <source>The unit&apos;s public key</source>
        <translation>Enhetens offentlige nøkkel</translation>
    </message>
    <message>
        <source>Choose the unit&apos;s public key</source>
        <translation>Velg enhetens offentlige nøkkel</translation>
    </message>
    <message>
        <source>The unit&apos;s &amp;public key</source>
        <translation>Enhetens &amp;offentlige nøkkel</translation>
    </message>
    <message>
        <source>The copy</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Choose where the copy goes</source>
        <translation>Velg hvor kopien skal ligge</translation>
    </message>
    <message>
        <source>&amp;Where the copy goes</source>
        <translation>&amp;Hvor kopien skal ligge</translation>
    </message>
</context>
<context>
    <name>CorrectionForm</name>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Angre (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Y)</source>
        <translation>Gjør om igjen (Ctrl+Y)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Årsak</translation>
    </message>
    <message>
        <source>Why the record is corrected (Ctrl+Shift+M)</source>
        <translation>Hvorfor skjemaet rettes (Ctrl+Shift+M)</translation>
    </message>
    <message>
        <source>Reason …</source>
        <translation>Årsak …</translation>
    </message>
    <message>
        <source>Words to the registry</source>
        <translation>Ord til registeret</translation>
    </message>
    <message>
        <source>Ready to send</source>
        <translation>Klar til sending</translation>
    </message>
    <message>
        <source>Send it at the next synchronisation (Ctrl+Enter)</source>
        <translation>Send den ved neste synkronisering (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Rare but true</source>
        <translation>Sjelden, men riktig</translation>
    </message>
    <message>
        <source>The value was looked up and stands (Ctrl+T)</source>
        <translation>Verdien er slått opp og stemmer (Ctrl+T)</translation>
    </message>
    <message>
        <source>Cannot be found out</source>
        <translation>Kan ikke finnes ut</translation>
    </message>
    <message>
        <source>Answer without a correction (Ctrl+Shift+I)</source>
        <translation>Svar uten å rette (Ctrl+Shift+I)</translation>
    </message>
    <message>
        <source>Take back what was changed here (Ctrl+Shift+D)</source>
        <translation>Ta tilbake det som ble endret her (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>The words are too long: what is beyond {n} characters was left out.</source>
        <translation>Teksten er for lang: Det som er over {n} tegn, ble utelatt.</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>Forkast kladden</translation>
    </message>
</context>
<context>
    <name>CorrectionWords</name>
    <message>
        <source>not opened</source>
        <translation>ikke åpnet</translation>
    </message>
    <message>
        <source>open</source>
        <translation>åpen</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>returnert</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>konflikt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>avvist</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>kladd</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>klar</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>sendes</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>godtatt</translation>
    </message>
    <message>
        <source>accepted and fetched</source>
        <translation>godtatt og hentet</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>borte</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>besvart</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>rettet</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>lukket</translation>
    </message>
    <message>
        <source>rare but true</source>
        <translation>sjelden, men riktig</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>forkastet</translation>
    </message>
    <message>
        <source>Typing error</source>
        <translation>Tastefeil</translation>
    </message>
    <message>
        <source>The source was misread</source>
        <translation>Kilden ble lest feil</translation>
    </message>
    <message>
        <source>The source was wrong</source>
        <translation>Kilden var feil</translation>
    </message>
    <message>
        <source>Cannot be found out</source>
        <translation>Kan ikke finnes ut</translation>
    </message>
    <message>
        <source>Rare but true</source>
        <translation>Sjelden, men riktig</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Annet</translation>
    </message>
    <message>
        <source>The registry: {state}</source>
        <translation>Registeret: {state}</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>spurte</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>åpnet</translation>
    </message>
    <message>
        <source>given to</source>
        <translation>tildelt</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>kommentar</translation>
    </message>
    <message>
        <source>began a correction</source>
        <translation>begynte på en retting</translation>
    </message>
    <message>
        <source>confirmed as rare but true</source>
        <translation>bekreftet som sjelden, men riktig</translation>
    </message>
    <message>
        <source>opened again</source>
        <translation>åpnet igjen</translation>
    </message>
    <message>
        <source>written</source>
        <translation>skrevet</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>begrunnet</translation>
    </message>
    <message>
        <source>made ready</source>
        <translation>gjort klar</translation>
    </message>
    <message>
        <source>no longer ready</source>
        <translation>ikke lenger klar</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sendt</translation>
    </message>
    <message>
        <source>goes on from the registry&apos;s newer version</source>
        <translation>går videre fra registerets nyere versjon</translation>
    </message>
    <message>
        <source>the registry already has it</source>
        <translation>registeret har det allerede</translation>
    </message>
    <message>
        <source>the registry&apos;s value kept</source>
        <translation>registerets verdi beholdt</translation>
    </message>
    <message>
        <source>own value kept</source>
        <translation>egen verdi beholdt</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>redigert</translation>
    </message>
    <message>
        <source>taken in from a copy</source>
        <translation>hentet inn fra en kopi</translation>
    </message>
    <message>
        <source>goes on as a new correction</source>
        <translation>fortsetter som en ny retting</translation>
    </message>
    <message>
        <source>the record has left</source>
        <translation>skjemaet er borte</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{n} corrections and {m} answers wait to be sent</source>
        <translation>{n} rettinger og {m} svar venter på sending</translation>
    </message>
    <message>
        <source>{n} answer waits to be sent</source>
        <translation>{n} svar venter på sending</translation>
    </message>
    <message>
        <source>{n} answers wait to be sent</source>
        <translation>{n} svar venter på sending</translation>
    </message>
    <message>
        <source>{n} correction waits to be sent</source>
        <translation>{n} retting venter på sending</translation>
    </message>
    <message>
        <source>{n} corrections wait to be sent</source>
        <translation>{n} rettinger venter på sending</translation>
    </message>
    <message>
        <source>{n} correction accepted</source>
        <translation>{n} retting godtatt</translation>
    </message>
    <message>
        <source>{n} corrections accepted</source>
        <translation>{n} rettinger godtatt</translation>
    </message>
    <message>
        <source>{n} answers taken</source>
        <translation>{n} svar mottatt</translation>
    </message>
    <message>
        <source>{n} rejected</source>
        <translation>{n} avvist</translation>
    </message>
    <message>
        <source>{waiting}, automatically at {time}</source>
        <translation>{waiting}, automatisk kl. {time}</translation>
    </message>
    <message>
        <source>{n} in conflict</source>
        <translation>{n} i konflikt</translation>
    </message>
    <message>
        <source>{n} answer taken</source>
        <translation>{n} svar mottatt</translation>
    </message>
    <message>
        <source>{n} about a record that is gone</source>
        <translation>{n} om et skjema som er borte</translation>
    </message>
    <message>
        <source>{n} about records that are gone</source>
        <translation>{n} om skjemaer som er borte</translation>
    </message>
    <message>
        <source>Sent: {told}.</source>
        <translation>Sendt: {told}.</translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message>
        <source>The registry has given you no role in this unit: you can read, and write nothing.</source>
        <translation>Registeret har ikke gitt deg noen rolle i denne enheten: du kan lese, men ikke skrive.</translation>
    </message>
    <message>
        <source>The query is closed, so the record is not corrected from here.</source>
        <translation>Spørsmålet er lukket, så skjemaet rettes ikke herfra.</translation>
    </message>
    <message>
        <source>As coordinator you can comment, assign, close and return. A registrar corrects the record.</source>
        <translation>Som kvalitetskoordinator kan du kommentere, tildele, lukke og returnere. En registrar retter skjemaet.</translation>
    </message>
    <message>
        <source>As reader you can see everything here and change nothing. A registrar corrects the record.</source>
        <translation>Som leser kan du se alt her, men ikke endre noe. En registrar retter skjemaet.</translation>
    </message>
    <message>
        <source>due {day}</source>
        <translation>frist {day}</translation>
    </message>
    <message>
        <source>Also asked about in this record: {fields}.</source>
        <translation>Det er også spørsmål om dette i skjemaet: {fields}.</translation>
    </message>
    <message>
        <source>{now} (when the conflict was met: {then})</source>
        <translation>{now} (da konflikten oppstod: {then})</translation>
    </message>
    <message>
        <source>Somebody else has changed this record since you saw it. Nothing of theirs is overwritten.</source>
        <translation>Noen andre har endret dette skjemaet siden du så det. Ingenting av deres er overskrevet.</translation>
    </message>
    <message>
        <source>The registry did not take the correction: {words}</source>
        <translation>Registeret tok ikke imot rettingen: {words}</translation>
    </message>
    <message>
        <source>The registry&apos;s value ends your correction. What you keep or write becomes a draft for the record as it is now, to be looked at and made ready.</source>
        <translation>Tar du registerets verdi, er rettingen ferdig. Det du beholder eller skriver, blir en kladd til skjemaet slik det er nå, som du ser over og gjør klar.</translation>
    </message>
    <message>
        <source>The registry&apos;s value drops your correction. What you keep or write becomes a draft, to be mended and made ready again; as it was, it would be turned down again.</source>
        <translation>Tar du registerets verdi, faller rettingen bort. Det du beholder eller skriver, blir en kladd som må rettes opp og gjøres klar på nytt; slik den var, blir den avvist igjen.</translation>
    </message>
    <message>
        <source>The registry has deleted the record.</source>
        <translation>Registeret har slettet skjemaet.</translation>
    </message>
    <message>
        <source>The record now belongs to another unit.</source>
        <translation>Skjemaet hører nå til en annen enhet.</translation>
    </message>
    <message>
        <source>The patient has asked not to be in the registry.</source>
        <translation>Pasienten har reservert seg mot å stå i registeret.</translation>
    </message>
    <message>
        <source>The patient has withdrawn from the registry.</source>
        <translation>Pasienten har trukket seg fra registeret.</translation>
    </message>
    <message>
        <source>It was deleted or moved, or the patient has withdrawn.</source>
        <translation>Skjemaet er slettet eller flyttet, eller pasienten har trukket seg.</translation>
    </message>
    <message>
        <source>What was written about it here has been removed; nothing more is sent.</source>
        <translation>Det som var skrevet om den her, er fjernet, og ingenting mer sendes.</translation>
    </message>
    <message>
        <source>The registry</source>
        <translation>Registeret</translation>
    </message>
    <message>
        <source>its attainment</source>
        <translation>måloppnåelsen</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Kompletthet</translation>
    </message>
    <message>
        <source>Open queries</source>
        <translation>Åpne spørsmål</translation>
    </message>
    <message>
        <source>A record that is gone</source>
        <translation>Et skjema som er borte</translation>
    </message>
</context>
<context>
    <name>CorrectionsPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Rettinger</translation>
    </message>
    <message>
        <source>Answer several …</source>
        <translation>Svar på flere …</translation>
    </message>
    <message>
        <source>‹ To the list</source>
        <translation>‹ Til listen</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>Skjemaet</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Ready to send</source>
        <translation>Klar til sending</translation>
    </message>
    <message>
        <source>Rare but true</source>
        <translation>Sjelden, men riktig</translation>
    </message>
    <message>
        <source>Cannot be found out</source>
        <translation>Kan ikke finnes ut</translation>
    </message>
    <message>
        <source>Other answer …</source>
        <translation>Annet svar …</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>Forkast kladden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Gjør om igjen</translation>
    </message>
    <message>
        <source>Next in the list</source>
        <translation>Neste i listen</translation>
    </message>
    <message>
        <source>Previous in the list</source>
        <translation>Forrige i listen</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>Til listen</translation>
    </message>
    <message>
        <source>To the field</source>
        <translation>Til feltet</translation>
    </message>
    <message>
        <source>To the reason</source>
        <translation>Til årsaken</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Søk</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send nå</translation>
    </message>
    <message>
        <source>Assign to …</source>
        <translation>Tildel til …</translation>
    </message>
    <message>
        <source>Close the query</source>
        <translation>Lukk spørsmålet</translation>
    </message>
    <message>
        <source>Open the query again</source>
        <translation>Åpne spørsmålet igjen</translation>
    </message>
    <message>
        <source>Return the query …</source>
        <translation>Returner spørsmålet …</translation>
    </message>
    <message>
        <source>Ask about this field …</source>
        <translation>Still spørsmål om dette feltet …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>Only published figures are here</source>
        <translation>Her er bare publiserte tall</translation>
    </message>
    <message>
        <source>Corrections need the unit&apos;s own records, which this registry&apos;s published results do not hold.</source>
        <translation>Rettinger trenger enhetens egne skjemaer, og de er ikke med i registerets publiserte resultater.</translation>
    </message>
    <message>
        <source>No access to this unit&apos;s records</source>
        <translation>Ingen tilgang til denne enhetens skjemaer</translation>
    </message>
    <message>
        <source>The registry has given you no role here. Choose another unit, or ask the registry for access.</source>
        <translation>Registeret har ikke gitt deg noen rolle her. Velg en annen enhet, eller be registeret om tilgang.</translation>
    </message>
    <message>
        <source>Select at most {n} at a time.</source>
        <translation>Velg høyst {n} om gangen.</translation>
    </message>
    <message>
        <source>Nothing to correct</source>
        <translation>Ingenting å rette</translation>
    </message>
    <message>
        <source>Choose another state to see what was done.</source>
        <translation>Velg en annen status for å se hva som er gjort.</translation>
    </message>
    <message>
        <source>Select queries in the list first (Shift and the arrow keys).</source>
        <translation>Velg først spørsmål i listen (Shift og piltastene).</translation>
    </message>
    <message>
        <source>Thread and effect</source>
        <translation>Tråd og virkning</translation>
    </message>
</context>
<context>
    <name>CountedModel</name>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Antall</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Andel</translation>
    </message>
</context>
<context>
    <name>CoverageChart</name>
    <message>
        <source>Coverage over the years</source>
        <translation>Dekningsgrad over årene</translation>
    </message>
    <message>
        <source>{year}: {share}</source>
        <translation>{year}: {share}</translation>
    </message>
    <message>
        <source>{year}: {share}; only in the registry {only}, in both {both}, only in the other source {missed}</source>
        <translation>{year}: {share}; bare i registeret {only}, i begge {both}, bare i den andre kilden {missed}</translation>
    </message>
    <message>
        <source>of all known cases, with 95 % interval</source>
        <translation>av alle kjente kasus, med 95 %-intervall</translation>
    </message>
    <message>
        <source>registry against reference</source>
        <translation>registeret mot kilden</translation>
    </message>
    <message>
        <source>60 and 80 %</source>
        <translation>60 og 80 %</translation>
    </message>
</context>
<context>
    <name>CoverageModel</name>
    <message>
        <source>Year</source>
        <translation>År</translation>
    </message>
    <message>
        <source>Of all</source>
        <translation>Av alle</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>Of reference</source>
        <translation>Av kilden</translation>
    </message>
    <message>
        <source>Registry only</source>
        <translation>Bare registeret</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Begge</translation>
    </message>
    <message>
        <source>Reference only</source>
        <translation>Bare kilden</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Kilde</translation>
    </message>
</context>
<context>
    <name>CoverageTab</name>
    <message>
        <source>Coverage is not known</source>
        <translation>Dekningsgraden er ikke kjent</translation>
    </message>
    <message>
        <source>The registry has given no coverage for this unit.</source>
        <translation>Registeret har ikke oppgitt dekningsgrad for denne enheten.</translation>
    </message>
    <message>
        <source>Coverage of units: the registry does not give it.</source>
        <translation>Tilslutning (dekningsgrad på enhetsnivå): ikke oppgitt av registeret.</translation>
    </message>
</context>
<context>
    <name>CoverageTable</name>
    <message>
        <source>Coverage by year</source>
        <translation>Dekningsgrad etter år</translation>
    </message>
</context>
<context>
    <name>DefinitionText</name>
    <message>
        <source>About the indicator</source>
        <translation>Om indikatoren</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Hva som måles</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Counted over</source>
        <translation>Nevner</translation>
    </message>
    <message>
        <source>Counts as met</source>
        <translation>Teller</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Dated by</source>
        <translation>Dateres etter</translation>
    </message>
    <message>
        <source>Better is</source>
        <translation>Best er</translation>
    </message>
    <message>
        <source>higher</source>
        <translation>høyere</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>lavere</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Nivåer</translation>
    </message>
    <message>
        <source>Fewest cases shown</source>
        <translation>Færrest tilfeller som vises</translation>
    </message>
    <message>
        <source>Indicator&apos;s version</source>
        <translation>Indikatorens versjon</translation>
    </message>
    <message>
        <source>{version} (definition {definition})</source>
        <translation>{version} (definisjon {definition})</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Gjelder</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Dekningsgrad</translation>
    </message>
    <message>
        <source>share of the cases</source>
        <translation>andel av tilfellene</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>gjennomsnitt</translation>
    </message>
    <message>
        <source>median</source>
        <translation>median</translation>
    </message>
    <message>
        <source>events per exposure</source>
        <translation>hendelser per eksponering</translation>
    </message>
    <message>
        <source>observed over expected</source>
        <translation>observert delt på forventet</translation>
    </message>
    <message>
        <source>time between events</source>
        <translation>tid mellom hendelser</translation>
    </message>
    <message>
        <source>number of cases</source>
        <translation>antall tilfeller</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>{since} til {until}</translation>
    </message>
    <message>
        <source>from {since}</source>
        <translation>fra {since}</translation>
    </message>
    <message>
        <source>until {until}</source>
        <translation>til {until}</translation>
    </message>
    <message>
        <source>not known for this unit</source>
        <translation>ikke kjent for denne enheten</translation>
    </message>
    <message>
        <source>{share} in {year}</source>
        <translation>{share} i {year}</translation>
    </message>
</context>
<context>
    <name>DelayChart</name>
    <message>
        <source>Share of forms completed, by days since the event</source>
        <translation>Andel ferdigstilte skjemaer etter dager siden hendelsen</translation>
    </message>
    <message>
        <source>After {days}: not known, no form has been followed for so long</source>
        <translation>Etter {days}: ikke kjent, ingen skjemaer er fulgt så lenge</translation>
    </message>
    <message>
        <source>After {days}: {share} completed</source>
        <translation>Etter {days}: {share} ferdigstilt</translation>
    </message>
    <message>
        <source>After {days}: {share} completed (95 % CI {interval})</source>
        <translation>Etter {days}: {share} ferdigstilt (95 % KI {interval})</translation>
    </message>
    <message>
        <source>Days since the event</source>
        <translation>Dager siden hendelsen</translation>
    </message>
    <message>
        <source>Share completed</source>
        <translation>Andel ferdigstilt</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>share completed, with 95 % interval</source>
        <translation>andel ferdigstilt, med 95 % intervall</translation>
    </message>
    <message>
        <source>the registry&apos;s limit</source>
        <translation>registerets frist</translation>
    </message>
    <message>
        <source>half of the forms</source>
        <translation>halvparten av skjemaene</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>frist</translation>
    </message>
</context>
<context>
    <name>DifferingModel</name>
    <message>
        <source>Record</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>In the registry</source>
        <translation>I registeret</translation>
    </message>
    <message>
        <source>In the journal</source>
        <translation>I journalen</translation>
    </message>
</context>
<context>
    <name>DifferingTable</name>
    <message>
        <source>Values that differ</source>
        <translation>Verdier som er ulike</translation>
    </message>
</context>
<context>
    <name>DistributionChart</name>
    <message>
        <source>Distribution</source>
        <translation>Fordeling</translation>
    </message>
    <message>
        <source>own</source>
        <translation>egen</translation>
    </message>
    <message>
        <source>rest of the country</source>
        <translation>resten av landet</translation>
    </message>
    <message>
        <source>middle half of the cases, with the median</source>
        <translation>midterste halvdel av tilfellene, med median</translation>
    </message>
    <message>
        <source>Share of cases up to the value</source>
        <translation>Andel tilfeller til og med verdien</translation>
    </message>
    <message>
        <source>Share of cases</source>
        <translation>Andel tilfeller</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Egen</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Resten</translation>
    </message>
    <message>
        <source>{name}: {first} – {median} – {third}</source>
        <translation>{name}: {first} – {median} – {third}</translation>
    </message>
</context>
<context>
    <name>DistributionView</name>
    <message>
        <source>Cumulative</source>
        <translation>Kumulativt</translation>
    </message>
    <message>
        <source>Draw what share of the cases lies at or under each value</source>
        <translation>Tegn hvor stor andel av tilfellene som ligger på eller under hver verdi</translation>
    </message>
    <message>
        <source>No distribution</source>
        <translation>Ingen fordeling</translation>
    </message>
</context>
<context>
    <name>DocumentsPart</name>
    <message>
        <source>There is no report to choose</source>
        <translation>Det er ingen rapport å velge</translation>
    </message>
    <message>
        <source>Making the report …</source>
        <translation>Lager rapporten …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Lagre rapporten</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>Skriver …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>Skjult</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advarsel</translation>
    </message>
    <message>
        <source>The report is written.</source>
        <translation>Rapporten er skrevet.</translation>
    </message>
    <message>
        <source>The report is written, but look at the warnings before you pass it on.</source>
        <translation>Rapporten er skrevet, men se på advarslene før du gir den videre.</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>Mappe for rapporten</translation>
    </message>
    <message>
        <source>masked for others</source>
        <translation>små tall skjult, for andre</translation>
    </message>
    <message>
        <source>Not made yet; it is made after the next synchronisation.</source>
        <translation>Ikke laget ennå; den lages etter neste synkronisering.</translation>
    </message>
    <message>
        <source>Newest version: {moment}</source>
        <translation>Nyeste utgave: {moment}</translation>
    </message>
    <message>
        <source>It could not be made the last time, and is tried again after the next synchronisation.</source>
        <translation>Den kunne ikke lages sist, og prøves på nytt etter neste synkronisering.</translation>
    </message>
</context>
<context>
    <name>DuplicatesTab</name>
    <message>
        <source>Compared: {names}.</source>
        <translation>Sammenlignet: {names}.</translation>
    </message>
    <message>
        <source>The newest {n} pairs are listed.</source>
        <translation>De nyeste {n} parene er listet.</translation>
    </message>
</context>
<context>
    <name>EffectsModel</name>
    <message>
        <source>Here</source>
        <translation>Hos oss</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Før</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Etter</translation>
    </message>
</context>
<context>
    <name>EpisodePanel</name>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>Forms of the episode</source>
        <translation>Skjemaene i forløpet</translation>
    </message>
    <message>
        <source>Choose a form in the table to see what belongs with it.</source>
        <translation>Velg et skjema i tabellen for å se hva det hører sammen med.</translation>
    </message>
    <message>
        <source>What belongs together: {forms}.</source>
        <translation>Hører sammen: {forms}.</translation>
    </message>
    <message>
        <source>The form itself</source>
        <translation>Selve skjemaet</translation>
    </message>
    <message>
        <source>Hidden, because it tells who the patient is. Press Enter to reveal it.</source>
        <translation>Skjult, fordi verdien forteller hvem pasienten er. Trykk Enter for å vise den.</translation>
    </message>
    <message>
        <source>&amp;Reveal (is logged)</source>
        <translation>&amp;Vis verdien (loggføres)</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Indicators</source>
        <translation>Indikatorer</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Sammenligning</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Utvikling</translation>
    </message>
    <message>
        <source>Own records</source>
        <translation>Egne data</translation>
    </message>
    <message>
        <source>Codebook</source>
        <translation>Kodebok</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Kolonne</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Overskrift</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beskrivelse</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Betydning</translation>
    </message>
    <message>
        <source>All patients</source>
        <translation>Alle pasienter</translation>
    </message>
    <message>
        <source>Hidden: figures on fewer than {cases} cases, or fewer than {events} with or without the event, and as many others as it takes that nobody can compute these from totals and their own figures. Which of the reasons it is for a row is not said, for that would tell of its size.</source>
        <translation>Skjult: tall på færre enn {cases} tilfeller, eller færre enn {events} med eller uten hendelsen, og så mange andre som må til for at ingen kan regne disse ut fra summer og sine egne tall. Hvilken av grunnene som gjelder for en rad, sies ikke, for det ville røpe hvor stor den er.</translation>
    </message>
    <message>
        <source>few cases, or needed so that few cases cannot be computed</source>
        <translation>få tilfeller, eller skjult for at få tilfeller ikke skal kunne regnes ut</translation>
    </message>
    <message>
        <source>{what}: an earlier export of the same selection has already shown this figure.</source>
        <translation>{what}: en tidligere eksport av samme utvalg har alt vist dette tallet.</translation>
    </message>
    <message>
        <source>{what}: together with the earlier export {file} this shows the difference of few cases.</source>
        <translation>{what}: sammen med den tidligere eksporten {file} viser dette en forskjell på få tilfeller.</translation>
    </message>
    <message>
        <source>{what}: hidden, because together with earlier exports it would tell of few cases.</source>
        <translation>{what}: skjult, fordi tallet sammen med tidligere eksporter ville røpet få tilfeller.</translation>
    </message>
    <message>
        <source>With what identifies patients: {columns}. Keep it where the records themselves may be, and delete it after use.</source>
        <translation>Med det som identifiserer pasienter: {columns}. Oppbevar den der skjemaene selv kan være, og slett den etter bruk.</translation>
    </message>
    <message>
        <source>Not masked: for use inside the unit. Export it for others before it is passed on.</source>
        <translation>Små tall er ikke skjult: til bruk i enheten. Eksporter for andre før tabellen gis videre.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabell</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>Registry id</source>
        <translation>Register-ID</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>Unit id</source>
        <translation>Enhets-ID</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Utvalg</translation>
    </message>
    <message>
        <source>Selection as expression</source>
        <translation>Utvalget som uttrykk</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Period id</source>
        <translation>Periode-ID</translation>
    </message>
    <message>
        <source>Indicator version</source>
        <translation>Indikatorversjon</translation>
    </message>
    <message>
        <source>Definition version</source>
        <translation>Definisjonsversjon</translation>
    </message>
    <message>
        <source>Data as of (UTC)</source>
        <translation>Data per (UTC)</translation>
    </message>
    <message>
        <source>Provisional figures</source>
        <translation>Foreløpige tall</translation>
    </message>
    <message>
        <source>as shown on the screen</source>
        <translation>slik det vises på skjermen</translation>
    </message>
    <message>
        <source>Made at</source>
        <translation>Laget</translation>
    </message>
    <message>
        <source>Program version</source>
        <translation>Programversjon</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Laget av</translation>
    </message>
    <message>
        <source>Made at (UTC)</source>
        <translation>Laget (UTC)</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Formål</translation>
    </message>
    <message>
        <source>Masking</source>
        <translation>Skjuling av små tall</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>Skjult</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Utelatt</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Rader</translation>
    </message>
    <message>
        <source>SHA-256 of the content</source>
        <translation>SHA-256 av innholdet</translation>
    </message>
    <message>
        <source>SHA-256 of this sheet</source>
        <translation>SHA-256 av dette arket</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nei</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>skjult</translation>
    </message>
    <message>
        <source>Own unit</source>
        <translation>Egen enhet</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>The rest of the nation</source>
        <translation>Resten av landet</translation>
    </message>
    <message>
        <source>Own unit, period before</source>
        <translation>Egen enhet, perioden før</translation>
    </message>
    <message>
        <source>value, unrounded</source>
        <translation>verdi, uavrundet</translation>
    </message>
    <message>
        <source>value</source>
        <translation>verdi</translation>
    </message>
    <message>
        <source>interval from, unrounded</source>
        <translation>intervall fra, uavrundet</translation>
    </message>
    <message>
        <source>interval to, unrounded</source>
        <translation>intervall til, uavrundet</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % intervall</translation>
    </message>
    <message>
        <source>numerator</source>
        <translation>teller</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>state of the figure</source>
        <translation>tallets tilstand</translation>
    </message>
    <message>
        <source>Indicator id</source>
        <translation>Indikator-ID</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Attainment</source>
        <translation>Måloppnåelse</translation>
    </message>
    <message>
        <source>Attainment is certain</source>
        <translation>Måloppnåelsen er sikker</translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation>Foreløpig</translation>
    </message>
    <message>
        <source>Is own unit</source>
        <translation>Er egen enhet</translation>
    </message>
    <message>
        <source>Is the nation</source>
        <translation>Er landet</translation>
    </message>
    <message>
        <source>Month or year</source>
        <translation>Måned eller år</translation>
    </message>
    <message>
        <source>Not over yet</source>
        <translation>Ikke over ennå</translation>
    </message>
    <message>
        <source>Whose figure</source>
        <translation>Hvis tall</translation>
    </message>
    <message>
        <source>Measure id</source>
        <translation>Mål-id</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>95 % interval from</source>
        <translation>95 % intervall fra</translation>
    </message>
    <message>
        <source>95 % interval to</source>
        <translation>95 % intervall til</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Variable id</source>
        <translation>Variabel-id</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Ledetekst</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>Value as a number</source>
        <translation>Verdi som tall</translation>
    </message>
    <message>
        <source>Unit of measurement</source>
        <translation>Måleenhet</translation>
    </message>
    <message>
        <source>{column} (text)</source>
        <translation>{column} (tekst)</translation>
    </message>
    <message>
        <source>A sheet holds at most 1,048,576 rows, so the table goes on over several sheets.</source>
        <translation>Et ark rommer høyst 1 048 576 rader, så tabellen fortsetter over flere ark.</translation>
    </message>
    <message>
        <source>Texts longer than a cell can hold (32,767 characters) were cut; they end in “…”.</source>
        <translation>Tekster som er lengre enn en celle rommer (32 767 tegn), er kuttet; de slutter med «…».</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Opphav</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>own</source>
        <translation>egen</translation>
    </message>
    <message>
        <source>the rest of the country</source>
        <translation>resten av landet</translation>
    </message>
    <message>
        <source>Numbers are unrounded; on the screen they are rounded.</source>
        <translation>Tallene er ikke avrundet; på skjermen er de det.</translation>
    </message>
    <message>
        <source>Text, as it stands on the screen.</source>
        <translation>Tekst, slik den står på skjermen.</translation>
    </message>
    <message>
        <source>A number, shown as on the screen.</source>
        <translation>Et tall, vist som på skjermen.</translation>
    </message>
    <message>
        <source>A number, unrounded; a workbook shows it as the screen does.</source>
        <translation>Et tall som ikke er avrundet; en arbeidsbok viser det som skjermen.</translation>
    </message>
    <message>
        <source>A day, shown as on the screen.</source>
        <translation>En dag, vist som på skjermen.</translation>
    </message>
    <message>
        <source>Numbers, unrounded; a workbook shows them as the screen does. What is no number on the screen, such as a word for why there is none, is text as it stands there.</source>
        <translation>Tall som ikke er avrundet; en arbeidsbok viser dem som skjermen. Det som ikke er et tall på skjermen, som et ord for hvorfor det ikke finnes noe, er tekst slik det står der.</translation>
    </message>
</context>
<context>
    <name>Fault</name>
    <message>
        <source>Not possible: it must be {allowed}.</source>
        <translation>Ikke mulig: verdien må være {allowed}.</translation>
    </message>
    <message>
        <source>Unusual: most are {allowed}. Check that it is right.</source>
        <translation>Uvanlig: de fleste er {allowed}. Kontroller at verdien er riktig.</translation>
    </message>
    <message>
        <source>Too long: {n} characters, where at most {most} are taken.</source>
        <translation>For langt: {n} tegn, og det er plass til høyst {most}.</translation>
    </message>
    <message>
        <source>The year {year} cannot be right.</source>
        <translation>Året {year} kan ikke være riktig.</translation>
    </message>
    <message>
        <source>Not a number. Write digits alone, such as 12.5.</source>
        <translation>Ikke et tall. Skriv bare siffer, for eksempel 12,5.</translation>
    </message>
    <message>
        <source>This could be two different numbers. Write it without separators between thousands.</source>
        <translation>Dette kan være to ulike tall. Skriv det uten skilletegn mellom tusener.</translation>
    </message>
    <message>
        <source>It must be a whole number.</source>
        <translation>Det må være et heltall.</translation>
    </message>
    <message>
        <source>The number is too large.</source>
        <translation>Tallet er for stort.</translation>
    </message>
    <message>
        <source>There is no such day. Write it as day.month.year, such as 21.11.2026.</source>
        <translation>Den dagen finnes ikke. Skriv dag.måned.år, for eksempel 21.11.2026.</translation>
    </message>
    <message>
        <source>Write the year with four digits.</source>
        <translation>Skriv året med fire siffer.</translation>
    </message>
    <message>
        <source>Write a date and a time of day, such as 21.11.2026 14:30.</source>
        <translation>Skriv dato og klokkeslett, for eksempel 21.11.2026 14:30.</translation>
    </message>
    <message>
        <source>The time of day is missing; write it after the date, such as 14:30.</source>
        <translation>Klokkeslettet mangler; skriv det etter datoen, for eksempel 14:30.</translation>
    </message>
    <message>
        <source>It must be yes or no.</source>
        <translation>Det må være ja eller nei.</translation>
    </message>
    <message>
        <source>It is not in the code list. Choose one of the codes.</source>
        <translation>Den finnes ikke i kodelisten. Velg en av kodene.</translation>
    </message>
    <message>
        <source>This code is no longer in the code list. Choose one that is.</source>
        <translation>Koden er tatt ut av kodelisten. Velg en som står der.</translation>
    </message>
    <message>
        <source>It holds characters that cannot be seen. Write it by hand.</source>
        <translation>Teksten har usynlige tegn. Skriv den for hånd.</translation>
    </message>
</context>
<context>
    <name>FaultsModel</name>
    <message>
        <source>What is checked</source>
        <translation>Hva som kontrolleres</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Alvorlighet</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Funn</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Av</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Andel</translation>
    </message>
    <message>
        <source>the registry has asked about {n}</source>
        <translation>registeret har spurt om {n}</translation>
    </message>
</context>
<context>
    <name>FaultsTable</name>
    <message>
        <source>Checks and what they found</source>
        <translation>Kontroller og hva de fant</translation>
    </message>
</context>
<context>
    <name>FiguresMenu</name>
    <message>
        <source>&amp;Copy table with headers</source>
        <translation>&amp;Kopier tabellen med overskrifter</translation>
    </message>
    <message>
        <source>&amp;Save table as …</source>
        <translation>&amp;Lagre tabellen som …</translation>
    </message>
    <message>
        <source>&amp;Print table …</source>
        <translation>Skriv &amp;ut tabellen …</translation>
    </message>
    <message>
        <source>Copy chart as a p&amp;icture (PNG and SVG)</source>
        <translation>Kopier figuren som &amp;bilde (PNG og SVG)</translation>
    </message>
    <message>
        <source>Save c&amp;hart as …</source>
        <translation>Lagre &amp;figuren som …</translation>
    </message>
    <message>
        <source>P&amp;rint chart …</source>
        <translation>Skriv ut fi&amp;guren …</translation>
    </message>
    <message>
        <source>Print pre&amp;view of the chart …</source>
        <translation>For&amp;håndsvis utskrift av figuren …</translation>
    </message>
</context>
<context>
    <name>FiguresModel</name>
    <message>
        <source>Year</source>
        <translation>År</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Måned</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Dag</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Egen</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>n, nation</source>
        <translation>n, landet</translation>
    </message>
    <message>
        <source>Centre line</source>
        <translation>Midtlinje</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenser</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Merknad</translation>
    </message>
    <message>
        <source>not over</source>
        <translation>ikke over</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>utelatt</translation>
    </message>
    <message>
        <source>signal</source>
        <translation>signal</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>foreløpig</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>Attainment</source>
        <translation>Måloppnåelse</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Tilfeller</translation>
    </message>
    <message>
        <source>Limits (99.8 %)</source>
        <translation>Grenser (99,8 %)</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Plassering</translation>
    </message>
    <message>
        <source>above 99.8 %</source>
        <translation>over 99,8 %</translation>
    </message>
    <message>
        <source>above 95 %</source>
        <translation>over 95 %</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>innenfor</translation>
    </message>
    <message>
        <source>below 95 %</source>
        <translation>under 95 %</translation>
    </message>
    <message>
        <source>below 99.8 %</source>
        <translation>under 99,8 %</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Rest of the country</source>
        <translation>Resten av landet</translation>
    </message>
    <message>
        <source>First quartile</source>
        <translation>Første kvartil</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Third quartile</source>
        <translation>Tredje kvartil</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Høy</translation>
    </message>
    <message>
        <source>Moderate</source>
        <translation>Moderat</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Lav</translation>
    </message>
</context>
<context>
    <name>FiguresTable</name>
    <message>
        <source>Figures of the chart</source>
        <translation>Tallene i figuren</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Over time</source>
        <translation>Utvikling</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Sammenligning</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Trakt</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>Fordeling</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Kopier tabellen</translation>
    </message>
</context>
<context>
    <name>FileLine</name>
    <message>
        <source>Choose …</source>
        <translation>Velg …</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>No form</source>
        <translation>Ingen skjemaer</translation>
    </message>
    <message>
        <source>Only the chosen period</source>
        <translation>Bare valgt periode</translation>
    </message>
    <message>
        <source>Only flagged</source>
        <translation>Bare med avvik</translation>
    </message>
    <message>
        <source>Forms with an open question from the registry, or that break one of its rules</source>
        <translation>Skjemaer med et åpent spørsmål fra registeret, eller som bryter en av reglene</translation>
    </message>
    <message>
        <source>Labels for codes</source>
        <translation>Etiketter for koder</translation>
    </message>
    <message>
        <source>Episode</source>
        <translation>Forløp</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistikk</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Kolonner</translation>
    </message>
    <message>
        <source>Active filters</source>
        <translation>Aktive filtre</translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Søk (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in the forms</source>
        <translation>Søk i skjemaene</translation>
    </message>
    <message>
        <source>Every word is looked for in texts, labels, numbers and dates.</source>
        <translation>Hvert ord søkes i tekster, etiketter, tall og datoer.</translation>
    </message>
    <message>
        <source>Remove the filter: {words}</source>
        <translation>Fjern filteret: {words}</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Fjern alle</translation>
    </message>
    <message>
        <source>Remove all filters</source>
        <translation>Fjern alle filtre</translation>
    </message>
</context>
<context>
    <name>FilterEditor</name>
    <message>
        <source>Filter by {column}</source>
        <translation>Filtrer på {column}</translation>
    </message>
    <message>
        <source>Remove the filter</source>
        <translation>Fjern filteret</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Values of {column}</source>
        <translation>Verdier for {column}</translation>
    </message>
    <message>
        <source>How {column} is filtered</source>
        <translation>Hvordan {column} filtreres</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>mangler</translation>
    </message>
    <message>
        <source>is filled in</source>
        <translation>er fylt ut</translation>
    </message>
    <message>
        <source>A day, a month or a year: 31.12.2025, 12.2025, 2025</source>
        <translation>En dag, en måned eller et år: 31.12.2025, 12.2025, 2025</translation>
    </message>
    <message>
        <source>is exactly</source>
        <translation>er nøyaktig</translation>
    </message>
    <message>
        <source>lies between</source>
        <translation>ligger mellom</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>inneholder</translation>
    </message>
    <message>
        <source>The whole value</source>
        <translation>Hele verdien</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Fra</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>Til og med</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Tekst</translation>
    </message>
    <message>
        <source>“{text}” is not one day.</source>
        <translation>«{text}» er ikke én dag.</translation>
    </message>
    <message>
        <source>“{text}” is not a number.</source>
        <translation>«{text}» er ikke et tall.</translation>
    </message>
    <message>
        <source>“{text}” is not a day, a month or a year.</source>
        <translation>«{text}» er ikke en dag, en måned eller et år.</translation>
    </message>
</context>
<context>
    <name>FilterHeader</name>
    <message>
        <source>Columns: sort and filter</source>
        <translation>Kolonner: sorter og filtrer</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Avvik</translation>
    </message>
    <message>
        <source>sorted downwards</source>
        <translation>sortert synkende</translation>
    </message>
    <message>
        <source>sorted upwards</source>
        <translation>sortert stigende</translation>
    </message>
    <message>
        <source>filtered: {words}</source>
        <translation>filtrert: {words}</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>Before</source>
        <translation>Før</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Trend</translation>
    </message>
    <message>
        <source>Small trend line</source>
        <translation>Liten trendlinje</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Nå</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Own results beside the nation&apos;s</source>
        <translation>Egne resultater ved siden av landets</translation>
    </message>
    <message>
        <source>Nothing is here yet. Choose where the figures are to come from; more can be added later. What is fetched is kept encrypted on this machine and can be read without a network.</source>
        <translation>Her er det ingenting ennå. Velg hvor tallene skal hentes fra; flere kilder kan legges til senere. Det som hentes, lagres kryptert på denne maskinen og kan leses uten nettverk.</translation>
    </message>
    <message>
        <source>A registry</source>
        <translation>Et register</translation>
    </message>
    <message>
        <source>Own records and national results from a registry that your department reports to.</source>
        <translation>Egne skjemaer og nasjonale resultater fra et register avdelingen melder inn til.</translation>
    </message>
    <message>
        <source>&amp;Address of the registry</source>
        <translation>Registerets &amp;adresse</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Velg …</translation>
    </message>
    <message>
        <source>Choose the file with the access token</source>
        <translation>Velg filen med tilgangsnøkkelen</translation>
    </message>
    <message>
        <source>File with the access &amp;token</source>
        <translation>Fil med &amp;tilgangsnøkkel</translation>
    </message>
    <message>
        <source>Not possible now: the program was started without a network.</source>
        <translation>Ikke mulig nå: Programmet ble startet uten nettverk.</translation>
    </message>
    <message>
        <source>&amp;Connect and fetch</source>
        <translation>&amp;Koble til og hent</translation>
    </message>
    <message>
        <source>Published results</source>
        <translation>Publiserte resultater</translation>
    </message>
    <message>
        <source>The country&apos;s published results of every hospital, by year. From the files of the national service in a folder, or from its address.</source>
        <translation>Landets publiserte resultater for hvert sykehus, år for år. Fra den nasjonale tjenestens filer i en mappe, eller fra adressen dens.</translation>
    </message>
    <message>
        <source>Choose the folder with the published results</source>
        <translation>Velg mappen med de publiserte resultatene</translation>
    </message>
    <message>
        <source>&amp;Folder or address</source>
        <translation>&amp;Mappe eller adresse</translation>
    </message>
    <message>
        <source>&amp;Read the published results</source>
        <translation>&amp;Les inn de publiserte resultatene</translation>
    </message>
    <message>
        <source>The demonstration</source>
        <translation>Demonstrasjonen</translation>
    </message>
    <message>
        <source>Three invented registries with invented hospitals, to try everything without real patients. Nothing leaves this machine.</source>
        <translation>Tre oppdiktede registre med oppdiktede sykehus, så alt kan prøves uten virkelige pasienter. Ingenting forlater denne maskinen.</translation>
    </message>
    <message>
        <source>Open the &amp;demonstration</source>
        <translation>Åpne &amp;demonstrasjonen</translation>
    </message>
    <message>
        <source>File with the access token</source>
        <translation>Fil med tilgangsnøkkel</translation>
    </message>
    <message>
        <source>Folder with the published results</source>
        <translation>Mappe med publiserte resultater</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Putting all forms in order …</source>
        <translation>Sorterer alle skjemaene …</translation>
    </message>
</context>
<context>
    <name>FunnelChart</name>
    <message>
        <source>Funnel plot of units</source>
        <translation>Traktplott av enheter</translation>
    </message>
    <message>
        <source>own</source>
        <translation>egen</translation>
    </message>
    <message>
        <source>other units</source>
        <translation>andre enheter</translation>
    </message>
    <message>
        <source>above the 99.8 % limits</source>
        <translation>over 99,8 %-grensene</translation>
    </message>
    <message>
        <source>below the 99.8 % limits</source>
        <translation>under 99,8 %-grensene</translation>
    </message>
    <message>
        <source>outside the 95 % limits only</source>
        <translation>bare utenfor 95 %-grensene</translation>
    </message>
    <message>
        <source>99.8 % limits</source>
        <translation>99,8 %-grenser</translation>
    </message>
    <message>
        <source>95 % limits</source>
        <translation>95 %-grenser</translation>
    </message>
    <message>
        <source>nation</source>
        <translation>landet</translation>
    </message>
    <message>
        <source>Expected cases</source>
        <translation>Forventede tilfeller</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Eksponering</translation>
    </message>
    <message>
        <source>Number of cases</source>
        <translation>Antall tilfeller</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>99.8 %</source>
        <translation>99,8 %</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Egen</translation>
    </message>
</context>
<context>
    <name>FunnelView</name>
    <message>
        <source>Limits with over-dispersion</source>
        <translation>Grenser med overspredning</translation>
    </message>
    <message>
        <source>Widens the limits by the spread that all units share, so that fewer are called outliers</source>
        <translation>Utvider grensene med spredningen alle enhetene har felles, slik at færre regnes som avvikende</translation>
    </message>
    <message>
        <source>No funnel plot</source>
        <translation>Ikke traktdiagram</translation>
    </message>
    <message>
        <source>Exact binomial limits, 95 % and 99.8 %</source>
        <translation>Eksakte binomiske grenser, 95 % og 99,8 %</translation>
    </message>
    <message>
        <source>Limits with over-dispersion (arcsine scale), 95 % and 99.8 %</source>
        <translation>Grenser med overspredning (arcsinusskala), 95 % og 99,8 %</translation>
    </message>
    <message>
        <source>Exact Poisson limits, 95 % and 99.8 %</source>
        <translation>Eksakte Poisson-grenser, 95 % og 99,8 %</translation>
    </message>
    <message>
        <source>Limits with over-dispersion (logarithmic scale), 95 % and 99.8 %</source>
        <translation>Grenser med overspredning (logaritmisk skala), 95 % og 99,8 %</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Completeness by variable and month</source>
        <translation>Kompletthet etter variabel og måned</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>under {share}</source>
        <translation>under {share}</translation>
    </message>
    <message>
        <source>from {share}</source>
        <translation>fra {share}</translation>
    </message>
    <message>
        <source>only unknown</source>
        <translation>bare ukjent</translation>
    </message>
    <message>
        <source>nobody was asked</source>
        <translation>ikke aktuelt for noen</translation>
    </message>
</context>
<context>
    <name>HeatModel</name>
    <message>
        <source>{name}: {missing} missing, {unknown} unknown ({group})</source>
        <translation>{name}: {missing} mangler, {unknown} ukjent ({group})</translation>
    </message>
    <message>
        <source>{name}, {month}: nobody was asked</source>
        <translation>{name}, {month}: ikke aktuelt for noen</translation>
    </message>
    <message>
        <source>{name}, {month}: {share} filled in ({filled} of {asked}), {missing} missing, {unknown} unknown</source>
        <translation>{name}, {month}: {share} utfylt ({filled} av {asked}), {missing} mangler, {unknown} ukjent</translation>
    </message>
    <message>
        <source>registered differently from this month on</source>
        <translation>registrert på en annen måte fra denne måneden</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>Krav</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Mangler</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Ukjent</translation>
    </message>
</context>
<context>
    <name>IndicatorModel</name>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Egen</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % KI</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Trend</translation>
    </message>
    <message>
        <source>Small trend line</source>
        <translation>Liten trendlinje</translation>
    </message>
</context>
<context>
    <name>IndicatorTable</name>
    <message>
        <source>Indicators</source>
        <translation>Indikatorer</translation>
    </message>
</context>
<context>
    <name>KindsModel</name>
    <message>
        <source>Kind</source>
        <translation>Slag</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Par</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Skjemaer</translation>
    </message>
</context>
<context>
    <name>KindsTable</name>
    <message>
        <source>Kinds of possible duplicates</source>
        <translation>Typer mulige dubletter</translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>dd.mm.yyyy</source>
        <translation>dd.mm.åååå</translation>
    </message>
    <message>
        <source>dd.mm.yyyy hh:mm</source>
        <translation>dd.mm.åååå tt:mm</translation>
    </message>
    <message>
        <source>Arrow up and down: a day later or earlier; Page Up and Page Down: a month. Empty: today.</source>
        <translation>Pil opp og ned: en dag senere eller tidligere; Page Up og Page Down: en måned. Tomt felt: i dag.</translation>
    </message>
</context>
<context>
    <name>LocalListTab</name>
    <message>
        <source>Open an extract (CSV) from your patient administrative system with a key, a date and, if you like, a code. It is matched on this machine, in memory, and is neither kept nor sent.</source>
        <translation>Åpne et uttrekk (CSV) fra det pasientadministrative systemet med nøkkel, dato og eventuelt kode. Det kobles på denne maskinen, i minnet, og blir verken lagret eller sendt.</translation>
    </message>
    <message>
        <source>Open a list …</source>
        <translation>Åpne en liste …</translation>
    </message>
    <message>
        <source>Forget the list</source>
        <translation>Glem listen</translation>
    </message>
    <message>
        <source>{role} is in</source>
        <translation>{role} står i</translation>
    </message>
    <message>
        <source>The key is the form&apos;s</source>
        <translation>Nøkkelen er skjemaets</translation>
    </message>
    <message>
        <source>Days the dates may lie apart</source>
        <translation>Dager datoene kan avvike</translation>
    </message>
    <message>
        <source>Only codes that begin with</source>
        <translation>Bare koder som begynner med</translation>
    </message>
    <message>
        <source>all; or for example S72, NFB</source>
        <translation>alle; eller for eksempel S72, NFB</translation>
    </message>
    <message>
        <source>Leave out the rows that were not understood</source>
        <translation>Utelat radene som ikke ble forstått</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Koble</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultat</translation>
    </message>
    <message>
        <source>patient (the registry&apos;s key)</source>
        <translation>pasient (registerets nøkkel)</translation>
    </message>
    <message>
        <source>episode</source>
        <translation>forløp</translation>
    </message>
    <message>
        <source>record</source>
        <translation>skjema-ID</translation>
    </message>
    <message>
        <source>Open a list of cases</source>
        <translation>Åpne en liste over kasus</translation>
    </message>
    <message>
        <source>Lists (*.csv *.txt *.tsv)</source>
        <translation>Lister (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle filer (*)</translation>
    </message>
    <message>
        <source>In both</source>
        <translation>I begge</translation>
    </message>
    <message>
        <source>Only in the registry</source>
        <translation>Bare i registeret</translation>
    </message>
    <message>
        <source>Only in your list</source>
        <translation>Bare i egen liste</translation>
    </message>
    <message>
        <source>Only in your list: register these</source>
        <translation>Bare i egen liste: disse bør registreres</translation>
    </message>
    <message>
        <source>the first {n}</source>
        <translation>de første {n}</translation>
    </message>
    <message>
        <source>Show the records</source>
        <translation>Vis skjemaene</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Egne tall</source>
        <translation>Egne tall</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>The local copy was damaged and has been made anew; synchronise to fill it. Moved to {file}.</source>
        <translation>Den lokale kopien var skadet og er laget på nytt; synkroniser for å fylle den. Flyttet til {file}.</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>No registry</source>
        <translation>Ingen registre</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>Choose own unit</source>
        <translation>Velg egen enhet</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>No period</source>
        <translation>Ingen periode</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Synkroniser</translation>
    </message>
    <message>
        <source>Fetch what is new from every connected source (F5)</source>
        <translation>Hent det som er nytt fra alle tilkoblede kilder (F5)</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Program</translation>
    </message>
    <message>
        <source>&amp;Synchronise</source>
        <translation>&amp;Synkroniser</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Avslutt</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Vis</translation>
    </message>
    <message>
        <source>Choose &amp;registry</source>
        <translation>Velg &amp;register</translation>
    </message>
    <message>
        <source>Choose &amp;unit</source>
        <translation>Velg &amp;enhet</translation>
    </message>
    <message>
        <source>Choose &amp;period</source>
        <translation>Velg &amp;periode</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Utseende</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Språk</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Tema</translation>
    </message>
    <message>
        <source>&amp;Follow the system</source>
        <translation>&amp;Følg systemet</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Lyst</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Mørkt</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>Te&amp;kststørrelse</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>Stø&amp;rre tekst</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>&amp;Mindre tekst</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hjelp</translation>
    </message>
    <message>
        <source>&amp;About Egne tall</source>
        <translation>&amp;Om Egne tall</translation>
    </message>
    <message>
        <source>Send &amp;corrections automatically when ready</source>
        <translation>Send &amp;rettinger automatisk når de er klare</translation>
    </message>
    <message>
        <source>&amp;Corrections are sent automatically (decided for this computer)</source>
        <translation>&amp;Rettinger sendes automatisk (bestemt for denne maskinen)</translation>
    </message>
    <message>
        <source>&amp;Corrections are not sent automatically (decided for this computer)</source>
        <translation>&amp;Rettinger sendes ikke automatisk (bestemt for denne maskinen)</translation>
    </message>
    <message>
        <source>No results have been fetched yet</source>
        <translation>Ingen resultater er hentet ennå</translation>
    </message>
    <message>
        <source>Synchronise to fetch the registry&apos;s results.</source>
        <translation>Synkroniser for å hente registerets resultater.</translation>
    </message>
    <message>
        <source>Which unit is yours?</source>
        <translation>Hvilken enhet er din?</translation>
    </message>
    <message>
        <source>Choose it at the top; you can type a part of its name. It is remembered.</source>
        <translation>Velg den øverst; du kan skrive en del av navnet. Valget huskes.</translation>
    </message>
    <message>
        <source>Synchronising …</source>
        <translation>Synkroniserer …</translation>
    </message>
    <message>
        <source>Sending …</source>
        <translation>Sender …</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Kobler til …</translation>
    </message>
    <message>
        <source>Reading the published results …</source>
        <translation>Leser inn de publiserte resultatene …</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Stopper …</translation>
    </message>
    <message>
        <source>Sending to {registry}</source>
        <translation>Sender til {registry}</translation>
    </message>
    <message>
        <source>Asking {registry} what is new</source>
        <translation>Spør {registry} om noe er nytt</translation>
    </message>
    <message>
        <source>Fetching from {registry}</source>
        <translation>Henter fra {registry}</translation>
    </message>
    <message>
        <source>Taking in {registry}</source>
        <translation>Tar inn {registry}</translation>
    </message>
    <message>
        <source>{registry} is up to date</source>
        <translation>{registry} er oppdatert</translation>
    </message>
    <message>
        <source>Synchronised: {new} records new or changed, {gone} removed.</source>
        <translation>Synkronisert: {new} nye eller endrede skjemaer, {gone} fjernet.</translation>
    </message>
    <message>
        <source>Synchronised: 1 record new or changed, {gone} removed.</source>
        <translation>Synkronisert: 1 nytt eller endret skjema, {gone} fjernet.</translation>
    </message>
    <message>
        <source>Synchronised: new figures from the registry, no new records.</source>
        <translation>Synkronisert: nye tall fra registeret, ingen nye skjemaer.</translation>
    </message>
    <message>
        <source>Synchronised: nothing was new.</source>
        <translation>Synkronisert: Ingenting var nytt.</translation>
    </message>
    <message>
        <source>{n} published results are here.</source>
        <translation>{n} publiserte resultater er på plass.</translation>
    </message>
    <message>
        <source>{n} to do</source>
        <translation>{n} å gjøre</translation>
    </message>
    <message>
        <source>Offline (chosen at start)</source>
        <translation>Frakoblet (valgt ved start)</translation>
    </message>
    <message>
        <source>Not synchronised since start</source>
        <translation>Ikke synkronisert siden oppstart</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Tilkoblet</translation>
    </message>
    <message>
        <source>No contact</source>
        <translation>Ingen kontakt</translation>
    </message>
    <message>
        <source>About Egne tall</source>
        <translation>Om Egne tall</translation>
    </message>
    <message>
        <source>Egne tall {version}</source>
        <translation>Egne tall {version}</translation>
    </message>
    <message>
        <source>Own results from the medical quality registries, beside the nation&apos;s.

Everything is stored, encrypted, in:
{place}

Qt {qt}, DuckDB {duckdb}. The program is free software under the MIT licence; Qt is used under the LGPL.</source>
        <translation>Egne resultater fra de medisinske kvalitetsregistrene, ved siden av landets.

Alt lagres kryptert i:
{place}

Qt {qt}, DuckDB {duckdb}. Programmet er fri programvare under MIT-lisensen; Qt brukes under LGPL.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>MissingModel</name>
    <message>
        <source>Line</source>
        <translation>Linje</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Nøkkel</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Dato</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
</context>
<context>
    <name>MissingTable</name>
    <message>
        <source>Cases that are only in your list</source>
        <translation>Kasus som bare står i egen liste</translation>
    </message>
</context>
<context>
    <name>MonthsModel</name>
    <message>
        <source>Month</source>
        <translation>Måned</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Skjemaer</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Åpne</translation>
    </message>
    <message>
        <source>Median days</source>
        <translation>Median, dager</translation>
    </message>
    <message>
        <source>Within the limit</source>
        <translation>Innen fristen</translation>
    </message>
</context>
<context>
    <name>MonthsTable</name>
    <message>
        <source>Days to completion by month</source>
        <translation>Dager til ferdigstilling etter måned</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Sider</translation>
    </message>
</context>
<context>
    <name>NewStudyForm</name>
    <message>
        <source>New validation study</source>
        <translation>Ny valideringsstudie</translation>
    </message>
    <message>
        <source>Completed records are drawn at random and read again in the journal, without seeing what was registered. The agreement tells how far the registry&apos;s values can be relied on.</source>
        <translation>Ferdigstilte skjemaer trekkes tilfeldig og leses på nytt i journalen, uten at man ser hva som ble registrert. Samsvaret forteller hvor langt man kan stole på registerets verdier.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Choose a form</source>
        <translation>Velg skjema</translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Skjema</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Number of records</source>
        <translation>Antall skjemaer</translation>
    </message>
    <message>
        <source>&amp;Number of records</source>
        <translation>&amp;Antall skjemaer</translation>
    </message>
    <message>
        <source>Spread over the months, each by its number of records</source>
        <translation>Fordelt på månedene etter hvor mange skjemaer de har</translation>
    </message>
    <message>
        <source>Only records where</source>
        <translation>Bare skjemaer der</translation>
    </message>
    <message>
        <source>all; or an expression such as age &gt;= 75</source>
        <translation>alle; eller et uttrykk som age &gt;= 75</translation>
    </message>
    <message>
        <source>&amp;Only records where</source>
        <translation>&amp;Bare skjemaer der</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Velg alle</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Velg ingen</translation>
    </message>
    <message>
        <source>Variables to read again</source>
        <translation>Variabler som skal leses på nytt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Draw the sample</source>
        <translation>Trekk utvalget</translation>
    </message>
    <message>
        <source>{period} (chosen at the top)</source>
        <translation>{period} (valgt øverst)</translation>
    </message>
    <message>
        <source>{n} variables to read again</source>
        <translation>{n} variabler skal leses på nytt</translation>
    </message>
</context>
<context>
    <name>NewsCard</name>
    <message>
        <source>Deadlines and announcements</source>
        <translation>Frister og meldinger</translation>
    </message>
    <message>
        <source>The registries have announced nothing.</source>
        <translation>Registrene har ikke meldt noe.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Ny</translation>
    </message>
    <message>
        <source>today</source>
        <translation>i dag</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>i morgen</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>i går</translation>
    </message>
    <message>
        <source>in {n} days</source>
        <translation>om {n} dager</translation>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation>for {n} dager siden</translation>
    </message>
</context>
<context>
    <name>NoteDialog</name>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
    <message>
        <source>Kept on this computer and not sent to the registry. Write nothing about single patients.</source>
        <translation>Ligger bare på denne maskinen og sendes ikke til registeret. Skriv ikke noe om enkeltpasienter.</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>Ta vare på notatet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>At most {n} characters.</source>
        <translation>Høyst {n} tegn.</translation>
    </message>
</context>
<context>
    <name>OverTimeView</name>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Series: chart, phases, notes</source>
        <translation>Serie: diagram, faser, notater</translation>
    </message>
    <message>
        <source>Choose another chart, write a note, begin a new phase, leave a point out</source>
        <translation>Velg et annet diagram, skriv et notat, begynn en ny fase, hold et punkt utenfor</translation>
    </message>
    <message>
        <source>&amp;Chart</source>
        <translation>&amp;Diagram</translation>
    </message>
    <message>
        <source>Choose a point with the arrow keys or a click to say more</source>
        <translation>Velg et punkt med piltastene eller et klikk for å si mer</translation>
    </message>
    <message>
        <source>&amp;At {point}</source>
        <translation>&amp;Ved {point}</translation>
    </message>
    <message>
        <source>&amp;Remove a note</source>
        <translation>&amp;Fjern et notat</translation>
    </message>
    <message>
        <source>Remove &amp;phases, baseline and left-out points</source>
        <translation>Fjern &amp;faser, basislinje og utelatte punkter</translation>
    </message>
    <message>
        <source>As the data ask for ({chart})</source>
        <translation>Det dataene tilsier ({chart})</translation>
    </message>
    <message>
        <source>Note on {point}</source>
        <translation>Notat ved {point}</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>low coverage ({share} in {year})</source>
        <translation>lav dekningsgrad ({share} i {year})</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>foreløpig</translation>
    </message>
    <message>
        <source>its levels contradict each other</source>
        <translation>nivåene motsier hverandre</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Oversikt</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>This visit could not be remembered for the next time. {problem}</source>
        <translation>Dette besøket kunne ikke huskes til neste gang. {problem}</translation>
    </message>
    <message>
        <source>Changes and low attainment</source>
        <translation>Endringer og lav måloppnåelse</translation>
    </message>
    <message>
        <source>Changed for the worse</source>
        <translation>Endret til det verre</translation>
    </message>
    <message>
        <source>{period} against the period before, more than chance can explain</source>
        <translation>{period} mot perioden før, mer enn tilfeldigheter kan forklare</translation>
    </message>
    <message>
        <source>No indicator is clearly worse than in the period before.</source>
        <translation>Ingen indikator er tydelig dårligere enn i perioden før.</translation>
    </message>
    <message>
        <source>A little worse, within the uncertainty: {n}.</source>
        <translation>Litt dårligere, innenfor usikkerheten: {n}.</translation>
    </message>
    <message>
        <source>Low attainment</source>
        <translation>Lav måloppnåelse</translation>
    </message>
    <message>
        <source>Surely low: the whole interval is on the wrong side of the level</source>
        <translation>Sikkert lav: hele intervallet ligger på feil side av nivået</translation>
    </message>
    <message>
        <source>No indicator has surely low attainment.</source>
        <translation>Ingen indikator har sikkert lav måloppnåelse.</translation>
    </message>
    <message>
        <source>? = low, but could be another level within the uncertainty.</source>
        <translation>? = lav, men kan være et annet nivå innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>Judged: {n} of {all} indicators.</source>
        <translation>Vurdert: {n} av {all} indikatorer.</translation>
    </message>
    <message>
        <source>Without a target: {n}.</source>
        <translation>Uten mål: {n}.</translation>
    </message>
    <message>
        <source>Without a value: {n}.</source>
        <translation>Uten verdi: {n}.</translation>
    </message>
    <message>
        <source>With levels that contradict each other: {n}.</source>
        <translation>Med nivåer som motsier hverandre: {n}.</translation>
    </message>
    <message>
        <source>And {n} more on the page Results.</source>
        <translation>Og {n} til på siden Resultater.</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Preview of the pages</source>
        <translation>Forhåndsvisning av sidene</translation>
    </message>
</context>
<context>
    <name>PairsModel</name>
    <message>
        <source>Events</source>
        <translation>Hendelser</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Slag</translation>
    </message>
    <message>
        <source>Apart</source>
        <translation>Avstand</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Like</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Skjema-ID</translation>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} av {n}</translation>
    </message>
</context>
<context>
    <name>PairsTable</name>
    <message>
        <source>Pairs of records that may be about one event</source>
        <translation>Par av skjemaer som kan gjelde samme hendelse</translation>
    </message>
</context>
<context>
    <name>Periods</name>
    <message>
        <source>The last whole quarter</source>
        <translation>Siste hele kvartal</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>I år</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>I fjor</translation>
    </message>
    <message>
        <source>Last {n} months</source>
        <translation>Siste {n} måneder</translation>
    </message>
    <message>
        <source>Quarter {quarter}, {year}</source>
        <translation>{quarter}. kvartal {year}</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Size of the pages</source>
        <translation>Størrelse på sidene</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Tilpass bredden</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Side {page} av {pages}</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>&amp;Print …</source>
        <translation>S&amp;kriv ut …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>The demonstration registry did not start ({reason}).</source>
        <translation>Demonstrasjonsregisteret startet ikke ({reason}).</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Ingenting ble endret.</translation>
    </message>
    <message>
        <source>Run “egnetall doctor” to see what is missing.</source>
        <translation>Kjør «egnetall doctor» for å se hva som mangler.</translation>
    </message>
    <message>
        <source>The file with the access token could not be read ({file}).</source>
        <translation>Filen med tilgangsnøkkelen kunne ikke leses ({file}).</translation>
    </message>
    <message>
        <source>Nothing was connected.</source>
        <translation>Ingenting ble koblet til.</translation>
    </message>
    <message>
        <source>Choose the file that the registry gave you; it holds one line of text.</source>
        <translation>Velg filen du har fått av registeret; den har én linje tekst.</translation>
    </message>
    <message>
        <source>The file with the passphrase is missing, empty or not text ({file}).</source>
        <translation>Filen med passfrasen mangler, er tom eller er ikke tekst ({file}).</translation>
    </message>
    <message>
        <source>There is no {what} “{name}” here, or more than one.</source>
        <translation>Det finnes ingen {what} «{name}» her, eller mer enn én.</translation>
    </message>
    <message>
        <source>Choose one of: {known}.</source>
        <translation>Velg en av: {known}.</translation>
    </message>
    <message>
        <source>Something unexpected happened ({kind}).</source>
        <translation>Noe uventet skjedde ({kind}).</translation>
    </message>
    <message>
        <source>Your data are as they were.</source>
        <translation>Dataene dine er som de var.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, tell whoever looks after the program.</source>
        <translation>Prøv igjen; skjer det flere ganger, si fra til dem som har ansvar for programmet.</translation>
    </message>
    <message>
        <source>Egne tall is already open on the folder {place}.</source>
        <translation>Egne tall er allerede åpent på mappen {place}.</translation>
    </message>
    <message>
        <source>Nothing was read or changed.</source>
        <translation>Ingenting ble lest eller endret.</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it and try again.</source>
        <translation>Bruk vinduet som er åpent, eller lukk det og prøv igjen.</translation>
    </message>
    <message>
        <source>The definition of the registry {registry} was refused: {reason}.</source>
        <translation>Definisjonen av registeret {registry} ble avvist: {reason}.</translation>
    </message>
    <message>
        <source>What was here before is unchanged and still usable.</source>
        <translation>Det som var her fra før, er uendret og kan fortsatt brukes.</translation>
    </message>
    <message>
        <source>Tell the registry; synchronise again when they have corrected it.</source>
        <translation>Si fra til registeret; synkroniser på nytt når de har rettet den.</translation>
    </message>
    <message>
        <source>An expression was refused: {reason}.</source>
        <translation>Et uttrykk ble avvist: {reason}.</translation>
    </message>
    <message>
        <source>The rule or indicator it belongs to is not computed; the others are.</source>
        <translation>Regelen eller indikatoren det hører til, beregnes ikke; de andre beregnes.</translation>
    </message>
    <message>
        <source>Tell the registry which rule or indicator it is.</source>
        <translation>Si fra til registeret hvilken regel eller indikator det er.</translation>
    </message>
    <message>
        <source>There is no registry named {registry} here.</source>
        <translation>Det finnes ikke noe register som heter {registry} her.</translation>
    </message>
    <message>
        <source>Choose one of the registries in the list, or connect to it first.</source>
        <translation>Velg et av registrene i listen, eller koble til det først.</translation>
    </message>
    <message>
        <source>The registry {registry} has no unit {unit}.</source>
        <translation>Registeret {registry} har ingen enhet {unit}.</translation>
    </message>
    <message>
        <source>Choose one of the units in the list.</source>
        <translation>Velg en av enhetene i listen.</translation>
    </message>
    <message>
        <source>The registry {registry} has no indicator {indicator}.</source>
        <translation>Registeret {registry} har ingen indikator {indicator}.</translation>
    </message>
    <message>
        <source>Choose one of the indicators in the list.</source>
        <translation>Velg en av indikatorene i listen.</translation>
    </message>
    <message>
        <source>{period} is not a period this registry has results for.</source>
        <translation>{period} er ikke en periode dette registeret har resultater for.</translation>
    </message>
    <message>
        <source>Use last12, last24, last60, a year such as 2025, or a quarter such as 2025Q1; only years for yearly results.</source>
        <translation>Bruk last12, last24, last60, et år som 2025 eller et kvartal som 2025Q1; bare år for årlige resultater.</translation>
    </message>
    <message>
        <source>The local figures are in use by another program.</source>
        <translation>De lokale tallene er i bruk av et annet program.</translation>
    </message>
    <message>
        <source>Close the other window of Egne tall, or wait until its job is done, and try again.</source>
        <translation>Lukk det andre vinduet av Egne tall, eller vent til det er ferdig, og prøv igjen.</translation>
    </message>
    <message>
        <source>The local figures could not be read.</source>
        <translation>De lokale tallene kunne ikke leses.</translation>
    </message>
    <message>
        <source>They are only a copy; what you have written yourself is kept elsewhere and is safe.</source>
        <translation>De er bare en kopi; det du selv har skrevet, ligger et annet sted og er trygt.</translation>
    </message>
    <message>
        <source>Synchronise to fetch them again.</source>
        <translation>Synkroniser for å hente dem på nytt.</translation>
    </message>
    <message>
        <source>The disk that holds {place} is full.</source>
        <translation>Disken med {place} er full.</translation>
    </message>
    <message>
        <source>What was being written was taken back; everything from before is unchanged.</source>
        <translation>Det som var under skriving, ble tatt tilbake; alt fra før er uendret.</translation>
    </message>
    <message>
        <source>Make room on the disk and try again.</source>
        <translation>Frigjør plass på disken og prøv igjen.</translation>
    </message>
    <message>
        <source>The folder {place} cannot be written to.</source>
        <translation>Det kan ikke skrives til mappen {place}.</translation>
    </message>
    <message>
        <source>Ask for the right to write there, or choose another folder with --data-dir.</source>
        <translation>Be om skrivetilgang dit, eller velg en annen mappe med --data-dir.</translation>
    </message>
    <message>
        <source>The part of the program that encrypts the local figures is missing or does not fit.</source>
        <translation>Den delen av programmet som krypterer de lokale tallene, mangler eller passer ikke.</translation>
    </message>
    <message>
        <source>The program never stores figures unencrypted, so it stopped before reading or writing any.</source>
        <translation>Programmet lagrer aldri tall ukryptert, og stoppet derfor før noe ble lest eller skrevet.</translation>
    </message>
    <message>
        <source>Install the program again; “egnetall doctor” shows what is there.</source>
        <translation>Installer programmet på nytt; «egnetall doctor» viser hva som er på plass.</translation>
    </message>
    <message>
        <source>The key does not fit the local figures in {place}.</source>
        <translation>Nøkkelen passer ikke til de lokale tallene i {place}.</translation>
    </message>
    <message>
        <source>They were not opened and not changed.</source>
        <translation>De ble ikke åpnet og ikke endret.</translation>
    </message>
    <message>
        <source>Use the user account or the passphrase they were made with, or choose another folder with --data-dir.</source>
        <translation>Bruk brukerkontoen eller passfrasen de ble laget med, eller velg en annen mappe med --data-dir.</translation>
    </message>
    <message>
        <source>This computer has no keyring that the program can use, and no passphrase was given.</source>
        <translation>Denne maskinen har ingen nøkkelring programmet kan bruke, og det ble ikke oppgitt noen passfrase.</translation>
    </message>
    <message>
        <source>The local figures are never stored without a key, so nothing was opened or changed.</source>
        <translation>De lokale tallene lagres aldri uten nøkkel, så ingenting ble åpnet eller endret.</translation>
    </message>
    <message>
        <source>Give a passphrase (in a file, with --passphrase-file).</source>
        <translation>Oppgi en passfrase (i en fil, med --passphrase-file).</translation>
    </message>
    <message>
        <source>The computer&apos;s keyring does not answer.</source>
        <translation>Maskinens nøkkelring svarer ikke.</translation>
    </message>
    <message>
        <source>The local figures could not be opened; they are unchanged.</source>
        <translation>De lokale tallene kunne ikke åpnes; de er uendret.</translation>
    </message>
    <message>
        <source>Unlock the keyring (sign in to the computer again) and start the program again.</source>
        <translation>Lås opp nøkkelringen (logg på maskinen på nytt) og start programmet igjen.</translation>
    </message>
    <message>
        <source>The key to the local figures is no longer in the computer&apos;s keyring.</source>
        <translation>Nøkkelen til de lokale tallene er ikke lenger i maskinens nøkkelring.</translation>
    </message>
    <message>
        <source>Without it the files in this folder cannot be read by anyone.</source>
        <translation>Uten den kan filene i denne mappen ikke leses av noen.</translation>
    </message>
    <message>
        <source>Ask the IT department to restore the keyring, or start over in another folder with --data-dir.</source>
        <translation>Be IT-avdelingen gjenopprette nøkkelringen, eller begynn på nytt i en annen mappe med --data-dir.</translation>
    </message>
    <message>
        <source>The passphrase is not the right one.</source>
        <translation>Passfrasen er ikke riktig.</translation>
    </message>
    <message>
        <source>Nothing was opened or changed.</source>
        <translation>Ingenting ble åpnet eller endret.</translation>
    </message>
    <message>
        <source>Try again; mind capital letters and the keyboard&apos;s language.</source>
        <translation>Prøv igjen; pass på store bokstaver og tastaturets språk.</translation>
    </message>
    <message>
        <source>The file {file} is damaged.</source>
        <translation>Filen {file} er skadet.</translation>
    </message>
    <message>
        <source>Restore the file from a backup, or start over in another folder with --data-dir.</source>
        <translation>Gjenopprett filen fra en sikkerhetskopi, eller begynn på nytt i en annen mappe med --data-dir.</translation>
    </message>
    <message>
        <source>The file with what has been written here (ledger.sqlite) is damaged or was altered.</source>
        <translation>Filen med det som er skrevet her (ledger.sqlite), er skadet eller endret.</translation>
    </message>
    <message>
        <source>It was left exactly as it is; the registries’ figures are not affected.</source>
        <translation>Den er ikke rørt; registrenes tall er ikke berørt.</translation>
    </message>
    <message>
        <source>Ask the IT department to restore the file from a backup.</source>
        <translation>Be IT-avdelingen gjenopprette filen fra en sikkerhetskopi.</translation>
    </message>
    <message>
        <source>The ledger was written by a newer version of the program (form {found}, this one knows {known}).</source>
        <translation>Filen med det som er skrevet her, kommer fra en nyere versjon av programmet (form {found}, denne kjenner {known}).</translation>
    </message>
    <message>
        <source>It was left exactly as it is.</source>
        <translation>Den er ikke rørt.</translation>
    </message>
    <message>
        <source>Use the newer version of the program.</source>
        <translation>Bruk den nyere versjonen av programmet.</translation>
    </message>
    <message>
        <source>{place} holds no published figures: {missing} is not there.</source>
        <translation>{place} har ingen publiserte tall: {missing} finnes ikke der.</translation>
    </message>
    <message>
        <source>Give the folder that holds description.json and the indicator_….json files, or the service&apos;s address.</source>
        <translation>Oppgi mappen med description.json og indicator_….json-filene, eller tjenestens adresse.</translation>
    </message>
    <message>
        <source>The published figures in {file} cannot be read: {reason}.</source>
        <translation>De publiserte tallene i {file} kan ikke leses: {reason}.</translation>
    </message>
    <message>
        <source>Nothing of them was taken in; what was here before is unchanged.</source>
        <translation>Ingenting av dem ble tatt inn; det som var her fra før, er uendret.</translation>
    </message>
    <message>
        <source>Fetch the files again, or tell the publisher what is wrong with them.</source>
        <translation>Hent filene på nytt, eller si fra til utgiveren hva som er galt med dem.</translation>
    </message>
    <message>
        <source>{file} is a web page, not figures.</source>
        <translation>{file} er en nettside, ikke tall.</translation>
    </message>
    <message>
        <source>Nothing was taken in; what was here before is unchanged.</source>
        <translation>Ingenting ble tatt inn; det som var her fra før, er uendret.</translation>
    </message>
    <message>
        <source>Check the address; on a hospital network the page may be its own sign-in or a block.</source>
        <translation>Sjekk adressen; på et sykehusnett kan siden være nettets egen pålogging eller en sperre.</translation>
    </message>
    <message>
        <source>{address} does not give the published figures: {reason}.</source>
        <translation>{address} gir ikke de publiserte tallene: {reason}.</translation>
    </message>
    <message>
        <source>Check the address and the network, and try again.</source>
        <translation>Sjekk adressen og nettverket, og prøv igjen.</translation>
    </message>
    <message>
        <source>The disk that holds {place} reported an error.</source>
        <translation>Disken med {place} meldte om en feil.</translation>
    </message>
    <message>
        <source>What was being written was taken back, and nothing more is written until the next start.</source>
        <translation>Det som var under skriving, ble tatt tilbake, og ingenting mer skrives før neste start.</translation>
    </message>
    <message>
        <source>Start the program again; if it happens again, ask the IT department to check the disk.</source>
        <translation>Start programmet på nytt; skjer det igjen, be IT-avdelingen sjekke disken.</translation>
    </message>
    <message>
        <source>There was not enough memory for this computation.</source>
        <translation>Det var ikke nok minne til denne beregningen.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Lukk andre programmer og prøv igjen.</translation>
    </message>
    <message>
        <source>{address} is not an address the program connects to.</source>
        <translation>{address} er ikke en adresse programmet kobler seg til.</translation>
    </message>
    <message>
        <source>Only addresses that begin with https are used: over any other, patients’ data could be read on the way.</source>
        <translation>Bare adresser som begynner med https, brukes: Over andre kan pasientopplysninger leses underveis.</translation>
    </message>
    <message>
        <source>Check the address with the registry.</source>
        <translation>Sjekk adressen med registeret.</translation>
    </message>
    <message>
        <source>{address} does not answer ({reason}).</source>
        <translation>{address} svarer ikke ({reason}).</translation>
    </message>
    <message>
        <source>The figures that are here are unchanged and can be used without network.</source>
        <translation>Tallene som er her, er uendret og kan brukes uten nettverk.</translation>
    </message>
    <message>
        <source>Check the network, and try again later; what was already fetched is not fetched again.</source>
        <translation>Sjekk nettverket og prøv igjen senere; det som alt er hentet, hentes ikke på nytt.</translation>
    </message>
    <message>
        <source>{address} asks you to sign in again.</source>
        <translation>{address} ber deg logge på igjen.</translation>
    </message>
    <message>
        <source>Nothing new was fetched; the figures that are here can still be used.</source>
        <translation>Ingenting nytt ble hentet; tallene som er her, kan fortsatt brukes.</translation>
    </message>
    <message>
        <source>Sign in again, then synchronise.</source>
        <translation>Logg på igjen, og synkroniser så.</translation>
    </message>
    <message>
        <source>Your access to {unit} in {registry} has ended.</source>
        <translation>Tilgangen din til {unit} i {registry} er avsluttet.</translation>
    </message>
    <message>
        <source>The unit’s records and results were removed from this computer.</source>
        <translation>Enhetens skjemaer og resultater er fjernet fra denne maskinen.</translation>
    </message>
    <message>
        <source>Ask the registry if you should still have access.</source>
        <translation>Spør registeret om du fortsatt skal ha tilgang.</translation>
    </message>
    <message>
        <source>No completed record of this form and period fits.</source>
        <translation>Ingen ferdigstilte skjemaer av dette slaget i perioden passer.</translation>
    </message>
    <message>
        <source>No study was made.</source>
        <translation>Ingen studie ble laget.</translation>
    </message>
    <message>
        <source>Choose another period at the top, or draw from more records.</source>
        <translation>Velg en annen periode øverst, eller trekk blant flere skjemaer.</translation>
    </message>
    <message>
        <source>The record is no longer in the registry, and has left the study.</source>
        <translation>Skjemaet finnes ikke lenger i registeret, og er ute av studien.</translation>
    </message>
    <message>
        <source>What was entered for it was not kept; the other records are unchanged.</source>
        <translation>Det som var ført for det, ble ikke tatt vare på; de andre skjemaene er uendret.</translation>
    </message>
    <message>
        <source>Go on with the next record.</source>
        <translation>Fortsett med neste skjema.</translation>
    </message>
    <message>
        <source>{file} is no validation data set. Line {line}: {reason}.</source>
        <translation>{file} er ikke et valideringsdatasett. Linje {line}: {reason}.</translation>
    </message>
    <message>
        <source>Nothing was read in.</source>
        <translation>Ingenting ble lest inn.</translation>
    </message>
    <message>
        <source>Use a file with the columns vld_varnamn, vld_vartype and vld_verdi_….</source>
        <translation>Bruk en fil med kolonnene vld_varnamn, vld_vartype og vld_verdi_….</translation>
    </message>
    <message>
        <source>The file {file} could not be written.</source>
        <translation>Filen {file} kunne ikke skrives.</translation>
    </message>
    <message>
        <source>The study itself is unchanged.</source>
        <translation>Selve studien er uendret.</translation>
    </message>
    <message>
        <source>Choose another folder, or make room there, and try again.</source>
        <translation>Velg en annen mappe, eller lag plass der, og prøv igjen.</translation>
    </message>
    <message>
        <source>{registry} does not take corrections from you for {unit}.</source>
        <translation>{registry} tar ikke imot rettinger fra deg for {unit}.</translation>
    </message>
    <message>
        <source>Everything you have written is kept here, and can be taken out in a file.</source>
        <translation>Alt du har skrevet, er tatt vare på her og kan tas ut i en fil.</translation>
    </message>
    <message>
        <source>Ask the registry whether you should still have the role of registrar.</source>
        <translation>Spør registeret om du fortsatt skal ha rollen registrar.</translation>
    </message>
    <message>
        <source>It is too long since {unit} in {registry} was synchronised.</source>
        <translation>Det er for lenge siden {unit} i {registry} ble synkronisert.</translation>
    </message>
    <message>
        <source>The figures that are here are unchanged.</source>
        <translation>Tallene som er her, er uendret.</translation>
    </message>
    <message>
        <source>Synchronise again; everything will be fetched anew.</source>
        <translation>Synkroniser igjen; alt hentes på nytt.</translation>
    </message>
    <message>
        <source>{address} needs a newer version of this program.</source>
        <translation>{address} krever en nyere versjon av dette programmet.</translation>
    </message>
    <message>
        <source>Ask the IT department for the newest version of Egne tall.</source>
        <translation>Be IT-avdelingen om nyeste versjon av Egne tall.</translation>
    </message>
    <message>
        <source>What answers at {address} is not a registry ({reason}).</source>
        <translation>Det som svarer på {address}, er ikke et register ({reason}).</translation>
    </message>
    <message>
        <source>Nothing was fetched and nothing changed.</source>
        <translation>Ingenting ble hentet, og ingenting ble endret.</translation>
    </message>
    <message>
        <source>A page of the network answered in place of {address}.</source>
        <translation>En nettside svarte i stedet for {address}.</translation>
    </message>
    <message>
        <source>Networks do so until one has signed in to them, or when they block an address. Nothing was changed.</source>
        <translation>Det gjør nettverk til man har logget på, eller når de sperrer en adresse. Ingenting ble endret.</translation>
    </message>
    <message>
        <source>Open a web browser and sign in to the network, then synchronise again.</source>
        <translation>Åpne en nettleser og logg på nettverket, og synkroniser så igjen.</translation>
    </message>
    <message>
        <source>The network’s proxy did not let the program through to {address}.</source>
        <translation>Nettverkets mellomtjener slapp ikke programmet fram til {address}.</translation>
    </message>
    <message>
        <source>Ask the IT department to open the way to the address for this program.</source>
        <translation>Be IT-avdelingen åpne for adressen for dette programmet.</translation>
    </message>
    <message>
        <source>{address} could not prove who it is: this computer does not trust its certificate.</source>
        <translation>{address} kunne ikke vise hvem den er: Denne maskinen stoler ikke på sertifikatet.</translation>
    </message>
    <message>
        <source>Nothing was sent to it and nothing was fetched.</source>
        <translation>Ingenting ble sendt dit, og ingenting ble hentet.</translation>
    </message>
    <message>
        <source>Check the address. If it is right, ask the IT department to make the computer trust the certificate.</source>
        <translation>Sjekk adressen. Er den riktig, be IT-avdelingen sørge for at maskinen stoler på sertifikatet.</translation>
    </message>
    <message>
        <source>{address} gave an answer that cannot be used: {reason}.</source>
        <translation>{address} ga et svar som ikke kan brukes: {reason}.</translation>
    </message>
    <message>
        <source>Try again later; tell the registry if it goes on.</source>
        <translation>Prøv igjen senere; si fra til registeret hvis det fortsetter.</translation>
    </message>
    <message>
        <source>What {registry} offers for {unit} was refused: {reason}.</source>
        <translation>Det {registry} tilbyr for {unit}, ble avvist: {reason}.</translation>
    </message>
    <message>
        <source>A part of {feed} from {registry} did not arrive as the registry made it.</source>
        <translation>En del av {feed} fra {registry} kom ikke fram slik registeret laget den.</translation>
    </message>
    <message>
        <source>It was thrown away; the figures that are here are unchanged.</source>
        <translation>Den ble kastet; tallene som er her, er uendret.</translation>
    </message>
    <message>
        <source>Synchronise again; tell the IT department if it goes on.</source>
        <translation>Synkroniser igjen; si fra til IT-avdelingen hvis det fortsetter.</translation>
    </message>
    <message>
        <source>{feed} from {registry} was refused: {reason}.</source>
        <translation>{feed} fra {registry} ble avvist: {reason}.</translation>
    </message>
    <message>
        <source>{feed} from {registry} does not add up to what the registry says it has, even when fetched anew.</source>
        <translation>{feed} fra {registry} stemmer ikke med det registeret sier det har, selv når det hentes på nytt.</translation>
    </message>
    <message>
        <source>Figures from it may be incomplete.</source>
        <translation>Tall derfra kan være ufullstendige.</translation>
    </message>
    <message>
        <source>There is too little room on the disk: {needed} MB should be free, and {free} MB are.</source>
        <translation>Det er for lite plass på disken: {needed} MB bør være ledig, og {free} MB er det.</translation>
    </message>
    <message>
        <source>Nothing was fetched; the figures that are here are unchanged.</source>
        <translation>Ingenting ble hentet; tallene som er her, er uendret.</translation>
    </message>
    <message>
        <source>Make room on the disk and synchronise again.</source>
        <translation>Frigjør plass på disken og synkroniser igjen.</translation>
    </message>
    <message>
        <source>A registry named {registry} is already here from another kind of source.</source>
        <translation>Et register som heter {registry}, er her allerede fra en annen slags kilde.</translation>
    </message>
    <message>
        <source>Use another folder with --data-dir for the one of them.</source>
        <translation>Bruk en annen mappe med --data-dir for det ene av dem.</translation>
    </message>
    <message>
        <source>The program was started without network, and this needs it.</source>
        <translation>Programmet ble startet uten nettverk, og dette krever det.</translation>
    </message>
    <message>
        <source>Start it again without --offline.</source>
        <translation>Start det igjen uten --offline.</translation>
    </message>
    <message>
        <source>No registry service is connected here, so there is nothing to synchronise.</source>
        <translation>Ingen registertjeneste er koblet til her, så det er ingenting å synkronisere.</translation>
    </message>
    <message>
        <source>Connect to one first (egnetall connect ADDRESS), or try egnetall demo.</source>
        <translation>Koble til en først (egnetall connect ADRESSE), eller prøv egnetall demo.</translation>
    </message>
    <message>
        <source>The computer&apos;s keyring is locked.</source>
        <translation>Maskinens nøkkelring er låst.</translation>
    </message>
    <message>
        <source>The local figures are protected by a passphrase, and none was given.</source>
        <translation>De lokale tallene er beskyttet med en passfrase, og ingen ble oppgitt.</translation>
    </message>
    <message>
        <source>The file with what has been written here (ledger.sqlite) is gone.</source>
        <translation>Filen med det som er skrevet her (ledger.sqlite), er borte.</translation>
    </message>
    <message>
        <source>Port {port} of this computer is in use or may not be used.</source>
        <translation>Port {port} på denne maskinen er i bruk eller kan ikke brukes.</translation>
    </message>
    <message>
        <source>Choose another with --port; 0 takes a free one.</source>
        <translation>Velg en annen med --port; 0 tar en ledig.</translation>
    </message>
    <message>
        <source>The registry {registry} has no form {form}.</source>
        <translation>Registeret {registry} har ikke skjemaet {form}.</translation>
    </message>
    <message>
        <source>Choose one of the registry&apos;s forms.</source>
        <translation>Velg et av registerets skjemaer.</translation>
    </message>
    <message>
        <source>The form has no variable {column}.</source>
        <translation>Skjemaet har ingen variabel {column}.</translation>
    </message>
    <message>
        <source>Nothing was read.</source>
        <translation>Ingenting ble lest.</translation>
    </message>
    <message>
        <source>Use the names of the codebook.</source>
        <translation>Bruk navnene i kodeboken.</translation>
    </message>
    <message>
        <source>{column} tells who a patient is, so records are not put in its order.</source>
        <translation>{column} forteller hvem en pasient er, så skjemaene sorteres ikke etter den.</translation>
    </message>
    <message>
        <source>The records stand as before.</source>
        <translation>Skjemaene står som før.</translation>
    </message>
    <message>
        <source>Sort by another variable.</source>
        <translation>Sorter på en annen variabel.</translation>
    </message>
    <message>
        <source>The filter was not understood: {reason}.</source>
        <translation>Filteret ble ikke forstått: {reason}.</translation>
    </message>
    <message>
        <source>No record was read by it.</source>
        <translation>Ingen skjemaer ble lest med det.</translation>
    </message>
    <message>
        <source>Correct it and try again; docs/expressions.md says what a filter may say.</source>
        <translation>Rett det og prøv igjen; docs/expressions.md forteller hva et filter kan inneholde.</translation>
    </message>
    <message>
        <source>The record is no longer here.</source>
        <translation>Skjemaet er ikke her lenger.</translation>
    </message>
    <message>
        <source>The registry has deleted it, or the patient has withdrawn.</source>
        <translation>Registeret har slettet det, eller pasienten har reservert seg.</translation>
    </message>
    <message>
        <source>Choose another record.</source>
        <translation>Velg et annet skjema.</translation>
    </message>
    <message>
        <source>The records were changed by a synchronisation while they were read.</source>
        <translation>Skjemaene ble endret av en synkronisering mens de ble lest.</translation>
    </message>
    <message>
        <source>What was being read is out of date.</source>
        <translation>Det som ble lest, er ikke lenger gyldig.</translation>
    </message>
    <message>
        <source>Read them again.</source>
        <translation>Les dem på nytt.</translation>
    </message>
    <message>
        <source>The file {file} is not a list as text (CSV).</source>
        <translation>Filen {file} er ikke en liste i tekstformat (CSV).</translation>
    </message>
    <message>
        <source>Nothing of it was read.</source>
        <translation>Ingenting av den ble lest.</translation>
    </message>
    <message>
        <source>Save it as CSV from the program it comes from, and open that file.</source>
        <translation>Lagre den som CSV fra programmet den kommer fra, og åpne den filen.</translation>
    </message>
    <message>
        <source>The file {file} is larger than {most}.</source>
        <translation>Filen {file} er større enn {most}.</translation>
    </message>
    <message>
        <source>Make an extract of fewer years or fewer columns.</source>
        <translation>Lag et uttrekk med færre år eller færre kolonner.</translation>
    </message>
    <message>
        <source>In the file {file} a quotation mark is opened and not closed, near line {line}.</source>
        <translation>I filen {file} mangler et avsluttende anførselstegn, nær linje {line}.</translation>
    </message>
    <message>
        <source>Nothing of it was read, since everything after it could be taken wrongly.</source>
        <translation>Ingenting av den ble lest, fordi alt etter dette kan bli feiltolket.</translation>
    </message>
    <message>
        <source>Correct the line, or make the extract anew.</source>
        <translation>Rett linjen, eller lag uttrekket på nytt.</translation>
    </message>
    <message>
        <source>There are no rows in the file {file}.</source>
        <translation>Det er ingen rader i filen {file}.</translation>
    </message>
    <message>
        <source>There is nothing to match.</source>
        <translation>Det er ingenting å koble.</translation>
    </message>
    <message>
        <source>Make the extract anew.</source>
        <translation>Lag uttrekket på nytt.</translation>
    </message>
    <message>
        <source>The file {file} could not be opened.</source>
        <translation>Filen {file} kunne ikke åpnes.</translation>
    </message>
    <message>
        <source>Check that it is there, that you may read it and that it is not in use.</source>
        <translation>Kontroller at den finnes, at du har lov til å lese den, og at den ikke er i bruk.</translation>
    </message>
    <message>
        <source>The list has no column that was understood as key, or none as date.</source>
        <translation>Listen har ingen kolonne som ble forstått som nøkkel, eller ingen som dato.</translation>
    </message>
    <message>
        <source>Nothing was matched.</source>
        <translation>Ingenting ble koblet.</translation>
    </message>
    <message>
        <source>Say which columns hold the patient or episode and the date.</source>
        <translation>Angi hvilke kolonner som inneholder pasient eller forløp, og dato.</translation>
    </message>
    <message>
        <source>{n} rows of the list were not understood.</source>
        <translation>{n} rader i listen ble ikke forstått.</translation>
    </message>
    <message>
        <source>Correct them, or say that they are to be left out.</source>
        <translation>Rett dem, eller velg at de skal utelates.</translation>
    </message>
    <message>
        <source>There are no own records of {registry} here, only published results.</source>
        <translation>Her er ingen egne skjemaer fra {registry}, bare publiserte resultater.</translation>
    </message>
    <message>
        <source>Connect to the registry&apos;s own service with access to the unit.</source>
        <translation>Koble til registerets egen tjeneste med tilgang til enheten.</translation>
    </message>
    <message>
        <source>Give the passphrase (in a file, with --passphrase-file).</source>
        <translation>Oppgi passfrasen (i en fil, med --passphrase-file).</translation>
    </message>
    <message>
        <source>The passphrase is shorter than {shortest} characters.</source>
        <translation>Passfrasen er kortere enn {shortest} tegn.</translation>
    </message>
    <message>
        <source>Nothing was made: it would be too easy to guess.</source>
        <translation>Ingenting ble laget: Den ville vært for lett å gjette.</translation>
    </message>
    <message>
        <source>Choose a longer one; several words are easy to remember.</source>
        <translation>Velg en lengre; flere ord er lette å huske.</translation>
    </message>
    <message>
        <source>The file {file} is gone, but the local figures it opens are still there.</source>
        <translation>Filen {file} er borte, men de lokale tallene den åpner, er der fortsatt.</translation>
    </message>
    <message>
        <source>No new key was made, because a new one would not open them.</source>
        <translation>Ingen ny nøkkel ble laget, for en ny ville ikke åpnet dem.</translation>
    </message>
    <message>
        <source>There is no screen here to show the window on.</source>
        <translation>Det er ingen skjerm her å vise vinduet på.</translation>
    </message>
    <message>
        <source>Use the commands that need none, such as “egnetall results”; “egnetall --help” lists them.</source>
        <translation>Bruk kommandoene som ikke trenger noen, for eksempel «egnetall results»; «egnetall --help» lister dem opp.</translation>
    </message>
    <message>
        <source>its description is not one</source>
        <translation>beskrivelsen av tjenesten er ikke gyldig</translation>
    </message>
    <message>
        <source>the list of registries does not follow the protocol</source>
        <translation>listen over registre følger ikke protokollen</translation>
    </message>
    <message>
        <source>a part lies at another address</source>
        <translation>en del ligger på en annen adresse</translation>
    </message>
    <message>
        <source>the answer to corrections does not follow the protocol</source>
        <translation>svaret på rettingene følger ikke protokollen</translation>
    </message>
    <message>
        <source>it sent something else than was asked for</source>
        <translation>det sendte noe annet enn det ble spurt om</translation>
    </message>
    <message>
        <source>a part is larger than declared</source>
        <translation>en del er større enn oppgitt</translation>
    </message>
    <message>
        <source>the answer was cut short</source>
        <translation>svaret ble avbrutt</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>det er for stort</translation>
    </message>
    <message>
        <source>the connection broke</source>
        <translation>forbindelsen ble brutt</translation>
    </message>
    <message>
        <source>it is too slow</source>
        <translation>det er for tregt</translation>
    </message>
    <message>
        <source>the network’s proxy does not answer</source>
        <translation>nettverkets mellomtjener (proxy) svarer ikke</translation>
    </message>
    <message>
        <source>no secure connection could be made</source>
        <translation>det kunne ikke opprettes en sikker forbindelse</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>det tok for lang tid</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>ingen forbindelse</translation>
    </message>
    <message>
        <source>it is of another kind than was asked for</source>
        <translation>det er av en annen type enn det ble spurt om</translation>
    </message>
    <message>
        <source>a part of it cannot be read</source>
        <translation>en del av det kan ikke leses</translation>
    </message>
    <message>
        <source>a value in it does not fit its column</source>
        <translation>en verdi passer ikke i kolonnen sin</translation>
    </message>
    <message>
        <source>a part has another number of rows than declared</source>
        <translation>en del har et annet antall rader enn oppgitt</translation>
    </message>
    <message>
        <source>a part is too large when unpacked</source>
        <translation>en del er for stor når den pakkes ut</translation>
    </message>
    <message>
        <source>a row is too large</source>
        <translation>en rad er for stor</translation>
    </message>
    <message>
        <source>the registry shows no key it signs with</source>
        <translation>registeret oppgir ingen nøkkel det signerer med</translation>
    </message>
    <message>
        <source>its signature is not one of the registry’s</source>
        <translation>signaturen er ikke registerets</translation>
    </message>
    <message>
        <source>it does not follow the protocol</source>
        <translation>det følger ikke protokollen</translation>
    </message>
    <message>
        <source>it is for another unit</source>
        <translation>det gjelder en annen enhet</translation>
    </message>
    <message>
        <source>it is older than what is here</source>
        <translation>det er eldre enn det som er her fra før</translation>
    </message>
    <message>
        <source>it goes on from something that is not here</source>
        <translation>det bygger på noe som ikke finnes her</translation>
    </message>
    <message>
        <source>it names a feed twice</source>
        <translation>det nevner samme datastrøm to ganger</translation>
    </message>
    <message>
        <source>it lacks the definition it names</source>
        <translation>definisjonen det viser til, mangler</translation>
    </message>
    <message>
        <source>Something went wrong that the program did not foresee.</source>
        <translation>Det skjedde noe som programmet ikke var forberedt på.</translation>
    </message>
    <message>
        <source>Your figures and what you have written are unchanged.</source>
        <translation>Tallene dine og det du har skrevet, er uendret.</translation>
    </message>
    <message>
        <source>A report without patient data was saved; pass it on to those who support the program: {file}</source>
        <translation>En rapport uten pasientdata er lagret; gi den til dem som hjelper deg med programmet: {file}</translation>
    </message>
    <message>
        <source>there is no such field</source>
        <translation>feltet finnes ikke</translation>
    </message>
    <message>
        <source>The record already has these values.</source>
        <translation>Skjemaet har allerede disse verdiene.</translation>
    </message>
    <message>
        <source>Give another value, or answer the query without a correction.</source>
        <translation>Oppgi en annen verdi, eller svar på spørsmålet uten retting.</translation>
    </message>
    <message>
        <source>There is no record {record} here.</source>
        <translation>Skjemaet {record} finnes ikke her.</translation>
    </message>
    <message>
        <source>Check the record&apos;s number, or synchronise first.</source>
        <translation>Kontroller skjemanummeret, eller synkroniser først.</translation>
    </message>
    <message>
        <source>That correction is no longer open.</source>
        <translation>Rettingen er ikke lenger åpen.</translation>
    </message>
    <message>
        <source>Look at the list of corrections for what became of it.</source>
        <translation>Se i listen over rettinger hva som skjedde med den.</translation>
    </message>
    <message>
        <source>The correction cannot be sent yet: {reason}</source>
        <translation>Rettingen kan ikke sendes ennå: {reason}</translation>
    </message>
    <message>
        <source>It is kept as a draft.</source>
        <translation>Den er tatt vare på som kladd.</translation>
    </message>
    <message>
        <source>Mend what is said, and make it ready again.</source>
        <translation>Rett opp det som står her, og gjør den klar på nytt.</translation>
    </message>
    <message>
        <source>An earlier draft of this record must be made ready or dropped.</source>
        <translation>En tidligere kladd for dette skjemaet må gjøres klar eller forkastes først.</translation>
    </message>
    <message>
        <source>Say in words why the record is corrected.</source>
        <translation>Skriv hvorfor skjemaet rettes.</translation>
    </message>
    <message>
        <source>Choose why the record is corrected.</source>
        <translation>Velg hvorfor skjemaet rettes.</translation>
    </message>
    <message>
        <source>correcting records and answering queries</source>
        <translation>rette skjema og svare på spørsmål</translation>
    </message>
    <message>
        <source>Your role in {registry} does not allow this ({action_wanted}).</source>
        <translation>Rollen din i {registry} gir ikke adgang til dette ({action_wanted}).</translation>
    </message>
    <message>
        <source>Ask the registry for the role of registrar, or a colleague who has it.</source>
        <translation>Be registeret om rollen registrar, eller spør en kollega som har den.</translation>
    </message>
    <message>
        <source>asking about a record</source>
        <translation>stille spørsmål om et skjema</translation>
    </message>
    <message>
        <source>opening a query</source>
        <translation>åpne et spørsmål</translation>
    </message>
    <message>
        <source>giving a query to somebody</source>
        <translation>tildele et spørsmål</translation>
    </message>
    <message>
        <source>commenting on a query</source>
        <translation>kommentere et spørsmål</translation>
    </message>
    <message>
        <source>answering a query</source>
        <translation>svare på et spørsmål</translation>
    </message>
    <message>
        <source>correcting a record</source>
        <translation>rette et skjema</translation>
    </message>
    <message>
        <source>confirming a rare value</source>
        <translation>bekrefte en sjelden verdi</translation>
    </message>
    <message>
        <source>closing a query</source>
        <translation>lukke et spørsmål</translation>
    </message>
    <message>
        <source>reopening a query</source>
        <translation>gjenåpne et spørsmål</translation>
    </message>
    <message>
        <source>returning a query</source>
        <translation>returnere et spørsmål</translation>
    </message>
    <message>
        <source>not opened</source>
        <translation>ikke åpnet</translation>
    </message>
    <message>
        <source>open</source>
        <translation>åpent</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>besvart</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>rettet</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>lukket</translation>
    </message>
    <message>
        <source>confirmed as right</source>
        <translation>bekreftet riktig</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>returnert</translation>
    </message>
    <message>
        <source>There is no query {query} here.</source>
        <translation>Spørsmålet {query} finnes ikke her.</translation>
    </message>
    <message>
        <source>Choose one from the list of queries, or synchronise first.</source>
        <translation>Velg et fra listen over spørsmål, eller synkroniser først.</translation>
    </message>
    <message>
        <source>The query is {state}, and that does not allow this ({action_wanted}).</source>
        <translation>Spørsmålet er {state}, og da er dette ikke mulig ({action_wanted}).</translation>
    </message>
    <message>
        <source>Look at the query again; somebody may have been there meanwhile.</source>
        <translation>Se på spørsmålet igjen; noen kan ha vært der i mellomtiden.</translation>
    </message>
    <message>
        <source>{file} cannot be opened with this recovery key.</source>
        <translation>{file} kan ikke åpnes med denne gjenopprettingsnøkkelen.</translation>
    </message>
    <message>
        <source>It is for another key, or it was damaged. Nothing was changed.</source>
        <translation>Filen er laget for en annen nøkkel, eller den er skadet. Ingenting er endret.</translation>
    </message>
    <message>
        <source>Use the key of the unit that the file was made for.</source>
        <translation>Bruk nøkkelen til enheten som filen ble laget for.</translation>
    </message>
    <message>
        <source>There is no file {file}, or it may not be read.</source>
        <translation>Filen {file} finnes ikke, eller den kan ikke leses.</translation>
    </message>
    <message>
        <source>Choose a copy that was made with “egnetall unsent export”.</source>
        <translation>Velg en kopi som er laget med «egnetall unsent export».</translation>
    </message>
    <message>
        <source>The form no longer has the field {field}. Discard the draft, and write the rest of it again.</source>
        <translation>Skjemaet har ikke lenger feltet {field}. Forkast kladden, og skriv resten av den på nytt.</translation>
    </message>
    <message>
        <source>This value cannot be used: {reason}.</source>
        <translation>Denne verdien kan ikke brukes: {reason}.</translation>
    </message>
    <message>
        <source>{rule} cannot be judged while a field it needs is empty.</source>
        <translation>{rule} kan ikke vurderes så lenge et felt den trenger, er tomt.</translation>
    </message>
    <message>
        <source>This field must be filled in.</source>
        <translation>Dette feltet må fylles ut.</translation>
    </message>
    <message>
        <source>The value is outside what is possible ({low} to {high}).</source>
        <translation>Verdien er utenfor det som er mulig ({low} til {high}).</translation>
    </message>
    <message>
        <source>The value is unusual (expected {low} to {high}). Confirm it with a word.</source>
        <translation>Verdien er uvanlig (forventet {low} til {high}). Bekreft den med et ord.</translation>
    </message>
    <message>
        <source>This code is not on the list.</source>
        <translation>Denne koden står ikke på listen.</translation>
    </message>
    <message>
        <source>This code was not in use on the date of the event.</source>
        <translation>Denne koden var ikke i bruk på hendelsesdatoen.</translation>
    </message>
    <message>
        <source>{variable} cannot be given that value: {reason}.</source>
        <translation>{variable} kan ikke få den verdien: {reason}.</translation>
    </message>
    <message>
        <source>Type another value, or leave the field as it was.</source>
        <translation>Skriv en annen verdi, eller la feltet stå som det var.</translation>
    </message>
    <message>
        <source>it is not a whole number</source>
        <translation>det er ikke et helt tall</translation>
    </message>
    <message>
        <source>the number is too large</source>
        <translation>tallet er for stort</translation>
    </message>
    <message>
        <source>it is not a number</source>
        <translation>det er ikke et tall</translation>
    </message>
    <message>
        <source>it is neither yes nor no</source>
        <translation>det er verken ja eller nei</translation>
    </message>
    <message>
        <source>it is not a list of codes</source>
        <translation>det er ikke en liste med koder</translation>
    </message>
    <message>
        <source>a code is in it twice</source>
        <translation>en kode er oppført to ganger</translation>
    </message>
    <message>
        <source>it is not a text</source>
        <translation>det er ikke en tekst</translation>
    </message>
    <message>
        <source>the text is too long</source>
        <translation>teksten er for lang</translation>
    </message>
    <message>
        <source>the text holds characters that cannot be seen</source>
        <translation>teksten inneholder tegn som ikke vises</translation>
    </message>
    <message>
        <source>it is not a date</source>
        <translation>det er ikke en dato</translation>
    </message>
    <message>
        <source>there is no such day</source>
        <translation>datoen finnes ikke</translation>
    </message>
    <message>
        <source>the year cannot be right</source>
        <translation>årstallet kan ikke stemme</translation>
    </message>
    <message>
        <source>it is not a date with a time of day</source>
        <translation>det er ikke en dato med klokkeslett</translation>
    </message>
    <message>
        <source>it is not written in UTF-8</source>
        <translation>den er ikke skrevet i UTF-8</translation>
    </message>
    <message>
        <source>it could not be read</source>
        <translation>den kunne ikke leses</translation>
    </message>
    <message>
        <source>its quotation marks do not add up</source>
        <translation>anførselstegnene går ikke opp</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>den er tom</translation>
    </message>
    <message>
        <source>it has another number of cells than the header</source>
        <translation>den har et annet antall celler enn overskriften</translation>
    </message>
    <message>
        <source>it is about the same record and variable as an earlier one</source>
        <translation>den gjelder samme skjema og variabel som en tidligere linje</translation>
    </message>
    <message>
        <source>it has two columns of the same name</source>
        <translation>den har to kolonner med samme navn</translation>
    </message>
    <message>
        <source>a column that begins with vld_ is not part of the form</source>
        <translation>en kolonne som begynner med vld_ hører ikke til formatet</translation>
    </message>
    <message>
        <source>it lacks the columns vld_varnamn and vld_vartype</source>
        <translation>den mangler kolonnene vld_varnamn og vld_vartype</translation>
    </message>
    <message>
        <source>of a type only one of the two columns is there</source>
        <translation>for en type finnes bare den ene av de to kolonnene</translation>
    </message>
    <message>
        <source>it lacks the variable or its type</source>
        <translation>den mangler variabelen eller typen</translation>
    </message>
    <message>
        <source>it is of a type without columns</source>
        <translation>den er av en type uten kolonner</translation>
    </message>
    <message>
        <source>it has a value of another type than its own</source>
        <translation>den har en verdi av en annen type enn sin egen</translation>
    </message>
    <message>
        <source>it has a value that is not of its type</source>
        <translation>den har en verdi som ikke er av typen</translation>
    </message>
    <message>
        <source>Own records are exported only when it is said what for.</source>
        <translation>Egne skjemaer eksporteres bare når det er sagt hva de skal brukes til.</translation>
    </message>
    <message>
        <source>No file was written, and no record was read.</source>
        <translation>Ingen fil ble skrevet, og ingen skjemaer ble lest.</translation>
    </message>
    <message>
        <source>Give the purpose (--purpose); it is kept in the audit log and in the file.</source>
        <translation>Oppgi formålet (--purpose); det tas vare på i loggen og i filen.</translation>
    </message>
    <message>
        <source>Columns that identify a patient are not exported.</source>
        <translation>Kolonner som identifiserer en pasient, eksporteres ikke.</translation>
    </message>
    <message>
        <source>The rules for this computer, your role and you yourself must all allow it; {missing}.</source>
        <translation>Reglene for maskinen, rollen din og du selv må alle tillate det; {missing}.</translation>
    </message>
    <message>
        <source>Export without them; the record&apos;s number tells which record it is.</source>
        <translation>Eksporter uten dem; skjemanummeret sier hvilket skjema det er.</translation>
    </message>
    <message>
        <source>the rules do not</source>
        <translation>reglene gjør det ikke</translation>
    </message>
    <message>
        <source>your role does not</source>
        <translation>rollen din gjør det ikke</translation>
    </message>
    <message>
        <source>and the filter asks for one, which would stand in the file</source>
        <translation>og filteret spør etter en, som da ville stått i filen</translation>
    </message>
    <message>
        <source>Single records cannot be masked for use outside the unit.</source>
        <translation>Enkeltskjemaer kan ikke gjøres trygge for bruk utenfor enheten.</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>Ingen fil ble skrevet.</translation>
    </message>
    <message>
        <source>Export results for others, or the records for use inside the unit.</source>
        <translation>Eksporter resultater for andre, eller skjemaene til bruk i enheten.</translation>
    </message>
    <message>
        <source>This table is about one indicator, and none was named.</source>
        <translation>Denne tabellen gjelder én indikator, og ingen er oppgitt.</translation>
    </message>
    <message>
        <source>Name it with --indicator; “egnetall results --json” lists them.</source>
        <translation>Oppgi den med --indicator; «egnetall results --json» lister dem opp.</translation>
    </message>
    <message>
        <source>The file {file} cannot be replaced.</source>
        <translation>Filen {file} kan ikke erstattes.</translation>
    </message>
    <message>
        <source>It may be open in Excel or another program. It is as it was before.</source>
        <translation>Den kan være åpen i Excel eller et annet program. Den er som før.</translation>
    </message>
    <message>
        <source>Close it there, or choose another name.</source>
        <translation>Lukk den der, eller velg et annet navn.</translation>
    </message>
    <message>
        <source>The folder {place} is not there, or cannot be reached any more.</source>
        <translation>Mappen {place} finnes ikke, eller kan ikke lenger nås.</translation>
    </message>
    <message>
        <source>The report could not be drawn on pages.</source>
        <translation>Rapporten kunne ikke tegnes på sider.</translation>
    </message>
    <message>
        <source>No file was written; the figures here are unchanged.</source>
        <translation>Ingen fil ble skrevet; tallene her er uendret.</translation>
    </message>
    <message>
        <source>Write it as HTML, which can be printed from a browser.</source>
        <translation>Lag den som HTML, som kan skrives ut fra en nettleser.</translation>
    </message>
    <message>
        <source>Connect the network folder again, or choose another folder.</source>
        <translation>Koble til nettverksmappen igjen, eller velg en annen mappe.</translation>
    </message>
    <message>
        <source>Nothing can be written to the folder {place}.</source>
        <translation>Det går ikke an å skrive til mappen {place}.</translation>
    </message>
    <message>
        <source>Ask for the right to write there, or choose another folder.</source>
        <translation>Be om skrivetilgang der, eller velg en annen mappe.</translation>
    </message>
    <message>
        <source>{file} is not a name that a file can have there.</source>
        <translation>{file} er ikke et navn en fil kan ha der.</translation>
    </message>
    <message>
        <source>Choose a shorter name without special characters, and not that of a folder.</source>
        <translation>Velg et kortere navn uten spesialtegn, og ikke navnet på en mappe.</translation>
    </message>
    <message>
        <source>{file} does not say where it came from, or cannot be read.</source>
        <translation>{file} sier ikke hvor den kommer fra, eller kan ikke leses.</translation>
    </message>
    <message>
        <source>Whether it is as it was written cannot be told; it may be from elsewhere, damaged, or moved alone.</source>
        <translation>Om den er slik den ble skrevet, kan ikke sies; den kan være fra et annet sted, skadet, eller flyttet alene.</translation>
    </message>
    <message>
        <source>Keep a CSV file together with its .provenance.json file; ask whoever sent it, or export it anew.</source>
        <translation>Hold en CSV-fil sammen med .provenance.json-filen sin; spør den som sendte den, eller eksporter på nytt.</translation>
    </message>
    <message>
        <source>The report “{title}” is about the unit&apos;s own records and work.</source>
        <translation>Rapporten «{title}» handler om enhetens egne skjemaer og arbeid.</translation>
    </message>
    <message>
        <source>It cannot be masked for use outside the unit, and no file was written.</source>
        <translation>Den kan ikke skjermes for bruk utenfor enheten, og ingen fil ble skrevet.</translation>
    </message>
    <message>
        <source>Make it for use inside the unit, or choose another report.</source>
        <translation>Lag den for bruk i enheten, eller velg en annen rapport.</translation>
    </message>
    <message>
        <source>{file} is not a recovery key that can be used here ({reason}).</source>
        <translation>{file} er ikke en gjenopprettingsnøkkel som kan brukes her ({reason}).</translation>
    </message>
    <message>
        <source>Copies are made with the unit&apos;s public key and opened with its private key; ask whoever keeps them.</source>
        <translation>Kopier lages med enhetens offentlige nøkkel og åpnes med den private; spør den som tar vare på dem.</translation>
    </message>
    <message>
        <source>The passphrase does not open the recovery key {file}.</source>
        <translation>Passfrasen åpner ikke gjenopprettingsnøkkelen {file}.</translation>
    </message>
    <message>
        <source>Give the key&apos;s passphrase (in a file, with --key-passphrase-file).</source>
        <translation>Oppgi nøkkelens passfrase (i en fil, med --key-passphrase-file).</translation>
    </message>
    <message>
        <source>There is a file {file} already.</source>
        <translation>Det finnes allerede en fil {file}.</translation>
    </message>
    <message>
        <source>No key was made: what was copied for an older one needs that one.</source>
        <translation>Ingen nøkkel ble laget: det som er kopiert for en eldre nøkkel, trenger den.</translation>
    </message>
    <message>
        <source>Choose another name for the new key.</source>
        <translation>Velg et annet navn til den nye nøkkelen.</translation>
    </message>
    <message>
        <source>it is the private half, and the public one is wanted</source>
        <translation>det er den private delen, og det er den offentlige som trengs</translation>
    </message>
    <message>
        <source>it is the public half, and the private one is wanted</source>
        <translation>det er den offentlige delen, og det er den private som trengs</translation>
    </message>
    <message>
        <source>there is no such file, or it may not be read</source>
        <translation>filen finnes ikke, eller den kan ikke leses</translation>
    </message>
    <message>
        <source>no key stands in it</source>
        <translation>det står ingen nøkkel i den</translation>
    </message>
    <message>
        <source>it is a key of another kind than X25519</source>
        <translation>det er en nøkkel av et annet slag enn X25519</translation>
    </message>
    <message>
        <source>There is no report template “{name}” here.</source>
        <translation>Det finnes ingen rapportmal «{name}» her.</translation>
    </message>
    <message>
        <source>No report was made.</source>
        <translation>Ingen rapport ble laget.</translation>
    </message>
    <message>
        <source>The template {file} could not be read.</source>
        <translation>Malen {file} kunne ikke leses.</translation>
    </message>
    <message>
        <source>No report was made from it; other templates are as usable as before.</source>
        <translation>Ingen rapport ble laget av den; de andre malene kan brukes som før.</translation>
    </message>
    <message>
        <source>Ask for the right to read it, or take the file away.</source>
        <translation>Be om rett til å lese den, eller ta filen bort.</translation>
    </message>
    <message>
        <source>There is no standing order {order} here.</source>
        <translation>Det finnes ingen fast bestilling {order} her.</translation>
    </message>
    <message>
        <source>“egnetall report --orders” lists those there are.</source>
        <translation>«egnetall report --orders» viser hvilke som finnes.</translation>
    </message>
    <message>
        <source>this is not allowed in a template</source>
        <translation>dette er ikke tillatt i en mal</translation>
    </message>
    <message>
        <source>this is not finished or not well formed</source>
        <translation>dette er ikke ferdig eller ikke riktig bygd opp</translation>
    </message>
    <message>
        <source>there is no such name</source>
        <translation>det finnes ikke noe slikt navn</translation>
    </message>
    <message>
        <source>it has no such part</source>
        <translation>den har ingen slik del</translation>
    </message>
    <message>
        <source>the name is taken</source>
        <translation>navnet er opptatt</translation>
    </message>
    <message>
        <source>a loop goes over a list of the data</source>
        <translation>en løkke går over en liste i dataene</translation>
    </message>
    <message>
        <source>a loop within a loop goes over a part of what the outer one is at</source>
        <translation>en løkke i en løkke går over en del av det den ytre står på</translation>
    </message>
    <message>
        <source>too much stands within each other here</source>
        <translation>her står for mye inni hverandre</translation>
    </message>
    <message>
        <source>the template is too long</source>
        <translation>malen er for lang</translation>
    </message>
    <message>
        <source>the report becomes too long here</source>
        <translation>rapporten blir for lang her</translation>
    </message>
    <message>
        <source>only texts and numbers can be written out</source>
        <translation>bare tekster og tall kan skrives ut</translation>
    </message>
    <message>
        <source>only numbers can be held against each other, or texts for being the same</source>
        <translation>bare tall kan sammenlignes, eller tekster for om de er like</translation>
    </message>
    <message>
        <source>the function is for something else</source>
        <translation>funksjonen er for noe annet</translation>
    </message>
    <message>
        <source>there is no such chart or table</source>
        <translation>det finnes ingen slik figur eller tabell</translation>
    </message>
    <message>
        <source>nothing is known of this here; ask first with {% if %}</source>
        <translation>dette er ikke kjent her; spør først med {% if %}</translation>
    </message>
    <message>
        <source>a header has lines of a known name, a colon and a text</source>
        <translation>toppen av filen har linjer med et kjent navn, kolon og en tekst</translation>
    </message>
    <message>
        <source>the header lacks a title</source>
        <translation>toppen av filen mangler tittel</translation>
    </message>
    <message>
        <source>there is no text; a line “--- nb” or “--- en” begins it</source>
        <translation>det er ingen tekst; en linje «--- nb» eller «--- en» innleder den</translation>
    </message>
    <message>
        <source>the choices are registry, registries, unit and period</source>
        <translation>valgene er registry, registries, unit og period</translation>
    </message>
    <message>
        <source>there is a letter here that cannot be shown</source>
        <translation>her er et tegn som ikke kan vises</translation>
    </message>
    <message>
        <source>the file is not a text in UTF-8</source>
        <translation>filen er ikke tekst i UTF-8</translation>
    </message>
    <message>
        <source>The template {file} was refused. Line {line}, “{near}”: {reason}.</source>
        <translation>Malen {file} ble avvist. Linje {line}, «{near}»: {reason}.</translation>
    </message>
    <message>
        <source>Correct the line, or take the file away.</source>
        <translation>Rett linjen, eller ta filen bort.</translation>
    </message>
    <message>
        <source>The rules for this computer cannot be read ({file}: {reason}).</source>
        <translation>Reglene for denne maskinen kan ikke leses ({file}: {reason}).</translation>
    </message>
    <message>
        <source>Until they can, the strictest ones hold: nothing is sent unless someone asks for it.</source>
        <translation>Til de kan leses, gjelder de strengeste: Ingenting sendes uten at noen ber om det.</translation>
    </message>
    <message>
        <source>Ask whoever looks after the computer to mend the file.</source>
        <translation>Be den som drifter maskinen om å rette filen.</translation>
    </message>
    <message>
        <source>This registry or unit is not connected here.</source>
        <translation>Dette registeret eller denne enheten er ikke koblet til her.</translation>
    </message>
    <message>
        <source>You are not a registrar of this unit.</source>
        <translation>Du er ikke registrar i denne enheten.</translation>
    </message>
    <message>
        <source>The record is not here: it was deleted or moved, the patient has withdrawn, or it has not been fetched yet.</source>
        <translation>Skjemaet er ikke her: Det er slettet eller flyttet, pasienten har reservert seg, eller det er ikke hentet ennå.</translation>
    </message>
    <message>
        <source>It holds a value that its field cannot have.</source>
        <translation>Det har en verdi som feltet ikke kan ha.</translation>
    </message>
    <message>
        <source>There is an unfinished correction of this record here. Send or discard it, then take the copy in again.</source>
        <translation>Her ligger det en uferdig retting av dette skjemaet. Send eller forkast den, og hent så inn kopien på nytt.</translation>
    </message>
    <message>
        <source>The query has another answer here that is on its way.</source>
        <translation>Spørsmålet har et annet svar her, som er på vei.</translation>
    </message>
</context>
<context>
    <name>QualityPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Data quality</source>
        <translation>Datakvalitet</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Funn</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Parts of data quality</source>
        <translation>Deler av datakvaliteten</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Dekningsgrad</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Kompletthet</translation>
    </message>
    <message>
        <source>Timeliness</source>
        <translation>Aktualitet</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Gyldighet</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Dubletter</translation>
    </message>
    <message>
        <source>Comparability</source>
        <translation>Sammenlignbarhet</translation>
    </message>
    <message>
        <source>Missing cases</source>
        <translation>Manglende kasus</translation>
    </message>
    <message>
        <source>No records of this unit are here</source>
        <translation>Det er ingen skjemaer fra denne enheten her</translation>
    </message>
    <message>
        <source>Synchronise to fetch them; only then can their quality be judged.</source>
        <translation>Synkroniser for å hente dem; først da kan kvaliteten vurderes.</translation>
    </message>
    <message>
        <source>Only published results of this registry are here</source>
        <translation>Bare publiserte resultater fra dette registeret er her</translation>
    </message>
    <message>
        <source>What the unit has sent is not among them, so only the registry&apos;s own figures are shown.</source>
        <translation>Det enheten har meldt inn, er ikke blant dem, så bare registerets egne tall vises.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
</context>
<context>
    <name>QualityTab</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
</context>
<context>
    <name>QualityWords</name>
    <message>
        <source>{n} form</source>
        <translation>{n} skjema</translation>
    </message>
    <message>
        <source>{n} forms</source>
        <translation>{n} skjemaer</translation>
    </message>
    <message>
        <source>{n} value</source>
        <translation>{n} verdi</translation>
    </message>
    <message>
        <source>{n} values</source>
        <translation>{n} verdier</translation>
    </message>
    <message>
        <source>{n} pair</source>
        <translation>{n} par</translation>
    </message>
    <message>
        <source>{n} pairs</source>
        <translation>{n} par</translation>
    </message>
    <message>
        <source>{n} query</source>
        <translation>{n} spørsmål</translation>
    </message>
    <message>
        <source>{n} queries</source>
        <translation>{n} spørsmål</translation>
    </message>
    <message>
        <source>{n} case</source>
        <translation>{n} kasus</translation>
    </message>
    <message>
        <source>{n} cases</source>
        <translation>{n} kasus</translation>
    </message>
    <message>
        <source>{n} row</source>
        <translation>{n} rad</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n} rader</translation>
    </message>
    <message>
        <source>{n} day</source>
        <translation>{n} dag</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} dager</translation>
    </message>
    <message>
        <source>{n} working day</source>
        <translation>{n} arbeidsdag</translation>
    </message>
    <message>
        <source>{n} working days</source>
        <translation>{n} arbeidsdager</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} t</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} t {minutes} min</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>ikke nådd</translation>
    </message>
    <message>
        <source>{value} (95 % CI {interval})</source>
        <translation>{value} (95 % KI {interval})</translation>
    </message>
    <message>
        <source>Green: ready for the deadline {day}</source>
        <translation>Grønt: klar til fristen {day}</translation>
    </message>
    <message>
        <source>Yellow: can be ready by the deadline {day}</source>
        <translation>Gult: kan bli klar til fristen {day}</translation>
    </message>
    <message>
        <source>Red: will not be ready by the deadline {day} at an ordinary pace</source>
        <translation>Rødt: blir ikke klar til fristen {day} i vanlig tempo</translation>
    </message>
    <message>
        <source>The deadline is today.</source>
        <translation>Fristen er i dag.</translation>
    </message>
    <message>
        <source>Time left: {days}, of them {working}, today included.</source>
        <translation>Tid igjen: {days}, av dem {working} medregnet i dag.</translation>
    </message>
    <message>
        <source>Nothing that the registry needs is missing.</source>
        <translation>Ingenting som registeret trenger, mangler.</translation>
    </message>
    <message>
        <source>The registry has not said how long what remains takes.</source>
        <translation>Registeret har ikke oppgitt hvor lang tid det som gjenstår, tar.</translation>
    </message>
    <message>
        <source>What must be done takes about {time}, or {pace} each working day.</source>
        <translation>Det som må gjøres, tar om lag {time}, eller {pace} hver arbeidsdag.</translation>
    </message>
    <message>
        <source>Some of it the registry has not measured.</source>
        <translation>Noe av det har registeret ikke målt.</translation>
    </message>
    <message>
        <source>The registry: {text}</source>
        <translation>Registeret: {text}</translation>
    </message>
    <message>
        <source>The registry gives no deadline; the national ones are 15 June and 15 December.</source>
        <translation>Registeret oppgir ingen frist; de nasjonale er 15. juni og 15. desember.</translation>
    </message>
    <message>
        <source>Forms with events from {day} are looked at.</source>
        <translation>Skjemaer med hendelse fra {day} er vurdert.</translation>
    </message>
    <message>
        <source>Yellow up to {minutes} each working day, red above.</source>
        <translation>Gult inntil {minutes} hver arbeidsdag, rødt over.</translation>
    </message>
    <message>
        <source>Find required values that are missing</source>
        <translation>Finn påkrevde verdier som mangler</translation>
    </message>
    <message>
        <source>Settle an error</source>
        <translation>Avklar en feil</translation>
    </message>
    <message>
        <source>Correct values that cannot be right</source>
        <translation>Rett verdier som ikke kan stemme</translation>
    </message>
    <message>
        <source>Finish forms the registry has returned</source>
        <translation>Gjør ferdig skjemaer registeret har returnert</translation>
    </message>
    <message>
        <source>Complete drafts that are late</source>
        <translation>Ferdigstill kladder over fristen</translation>
    </message>
    <message>
        <source>Look at possible duplicates</source>
        <translation>Se på mulige dubletter</translation>
    </message>
    <message>
        <source>Answer queries from the registry</source>
        <translation>Svar på spørsmål fra registeret</translation>
    </message>
    <message>
        <source>Check a warning</source>
        <translation>Kontroller et varsel</translation>
    </message>
    <message>
        <source>Check unusual values</source>
        <translation>Kontroller uvanlige verdier</translation>
    </message>
    <message>
        <source>Complete drafts</source>
        <translation>Ferdigstill kladder</translation>
    </message>
    <message>
        <source>{values} in {forms}</source>
        <translation>{values} i {forms}</translation>
    </message>
    <message>
        <source>Of all known cases: (registry only + both) / (registry only + both + reference only)</source>
        <translation>Av alle kjente kasus: (bare registeret + begge) / (bare registeret + begge + bare kilden)</translation>
    </message>
    <message>
        <source>Registry against reference: (registry only + both) / (both + reference only), at most 100 %</source>
        <translation>Registeret mot kilden: (bare registeret + begge) / (begge + bare kilden), høyst 100 %</translation>
    </message>
    <message>
        <source>As published, by the publisher&apos;s own formula</source>
        <translation>Som publisert, etter utgiverens egen formel</translation>
    </message>
    <message>
        <source>The registry has given no coverage for this unit.</source>
        <translation>Registeret har ikke oppgitt dekningsgrad for denne enheten.</translation>
    </message>
    <message>
        <source>That is under 60 %: results can be misleading.</source>
        <translation>Det er under 60 %: resultatene kan være misvisende.</translation>
    </message>
    <message>
        <source>That is between 60 and 80 %.</source>
        <translation>Det er mellom 60 og 80 %.</translation>
    </message>
    <message>
        <source>That is 80 % or more.</source>
        <translation>Det er 80 % eller mer.</translation>
    </message>
    <message>
        <source>In {year} the registry had {share} of the unit&apos;s known cases.</source>
        <translation>I {year} hadde registeret {share} av enhetens kjente kasus.</translation>
    </message>
    <message>
        <source>{n} case is only in the other source.</source>
        <translation>{n} kasus finnes bare i den andre kilden.</translation>
    </message>
    <message>
        <source>{n} cases are only in the other source.</source>
        <translation>{n} kasus finnes bare i den andre kilden.</translation>
    </message>
    <message>
        <source>required</source>
        <translation>påkrevd</translation>
    </message>
    <message>
        <source>required of some</source>
        <translation>påkrevd for noen</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>valgfri</translation>
    </message>
    <message>
        <source>No form of this kind was completed in the period.</source>
        <translation>Ingen skjemaer av denne typen er ferdigstilt i perioden.</translation>
    </message>
    <message>
        <source>{share} of all required values are filled in, in {forms}.</source>
        <translation>{share} av alle påkrevde verdier er utfylt, i {forms}.</translation>
    </message>
    <message>
        <source>None is missing.</source>
        <translation>Ingen mangler.</translation>
    </message>
    <message>
        <source>{n} form lacks at least one.</source>
        <translation>{n} skjema mangler minst én.</translation>
    </message>
    <message>
        <source>{n} forms lack at least one.</source>
        <translation>{n} skjemaer mangler minst én.</translation>
    </message>
    <message>
        <source>There are no forms with events in the period.</source>
        <translation>Det er ingen skjemaer med hendelse i perioden.</translation>
    </message>
    <message>
        <source>More than half of the forms are still open, so there is no median yet.</source>
        <translation>Mer enn halvparten av skjemaene er fortsatt åpne, så det er ingen median ennå.</translation>
    </message>
    <message>
        <source>Half of the forms are completed within {days} of the event.</source>
        <translation>Halvparten av skjemaene er ferdigstilt innen {days} etter hendelsen.</translation>
    </message>
    <message>
        <source>{share} are completed within the registry&apos;s limit of {days}.</source>
        <translation>{share} er ferdigstilt innen registerets frist på {days}.</translation>
    </message>
    <message>
        <source>The registry has set no limit.</source>
        <translation>Registeret har ikke satt noen frist.</translation>
    </message>
    <message>
        <source>{n} form is still open and counts as long as it has been so.</source>
        <translation>{n} skjema er fortsatt åpent og regnes med så lenge det har vært det.</translation>
    </message>
    <message>
        <source>{n} forms are still open and count as long as they have been so.</source>
        <translation>{n} skjemaer er fortsatt åpne og regnes med så lenge de har vært det.</translation>
    </message>
    <message>
        <source>over {n} days</source>
        <translation>over {n} dager</translation>
    </message>
    <message>
        <source>up to {n} days</source>
        <translation>inntil {n} dager</translation>
    </message>
    <message>
        <source>{range} days</source>
        <translation>{range} dager</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Kladder</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Returnerte</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>regel</translation>
    </message>
    <message>
        <source>outside what is possible</source>
        <translation>utenfor maksintervallet</translation>
    </message>
    <message>
        <source>outside what is usual</source>
        <translation>utenfor normalintervallet</translation>
    </message>
    <message>
        <source>impossible date</source>
        <translation>umulig dato</translation>
    </message>
    <message>
        <source>code not in the list</source>
        <translation>kode som ikke er i kodelisten</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Feil</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Varsel</translation>
    </message>
    <message>
        <source>{share} of {forms} are without errors.</source>
        <translation>{share} av {forms} er uten feil.</translation>
    </message>
    <message>
        <source>{n} check was made;</source>
        <translation>{n} kontroll er gjort;</translation>
    </message>
    <message>
        <source>{n} checks were made;</source>
        <translation>{n} kontroller er gjort;</translation>
    </message>
    <message>
        <source>none found anything.</source>
        <translation>ingen fant noe.</translation>
    </message>
    <message>
        <source>{n} found something.</source>
        <translation>{n} fant noe.</translation>
    </message>
    <message>
        <source>The same form twice</source>
        <translation>Samme skjema to ganger</translation>
    </message>
    <message>
        <source>The same event within the window</source>
        <translation>Samme hendelse innen vinduet</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>Nesten like</translation>
    </message>
    <message>
        <source>same patient, events on the same day</source>
        <translation>samme pasient, hendelser på samme dag</translation>
    </message>
    <message>
        <source>the registry looks only at the same day</source>
        <translation>registeret ser bare på samme dag</translation>
    </message>
    <message>
        <source>same patient, events at most {days} apart</source>
        <translation>samme pasient, hendelser med høyst {days} mellom</translation>
    </message>
    <message>
        <source>the registry compares no variables</source>
        <translation>registeret sammenligner ingen variabler</translation>
    </message>
    <message>
        <source>same patient, at most {days} apart, {k} of {n} variables alike</source>
        <translation>samme pasient, høyst {days} mellom, {k} av {n} variabler like</translation>
    </message>
    <message>
        <source>In this form a patient may have any number of records.</source>
        <translation>I dette skjemaet kan en pasient ha så mange registreringer som helst.</translation>
    </message>
    <message>
        <source>No possible duplicates were found.</source>
        <translation>Ingen mulige dubletter ble funnet.</translation>
    </message>
    <message>
        <source>{pairs} may be about one event each; {forms} are in them.</source>
        <translation>{pairs} kan gjelde samme hendelse; {forms} inngår i dem.</translation>
    </message>
    <message>
        <source>Counted or registered differently</source>
        <translation>Telles eller registreres på en annen måte</translation>
    </message>
    <message>
        <source>The variable is registered from here on</source>
        <translation>Variabelen registreres fra og med denne datoen</translation>
    </message>
    <message>
        <source>The variable is registered for the last time</source>
        <translation>Variabelen registreres siste gang</translation>
    </message>
    <message>
        <source>The indicator is counted from here on</source>
        <translation>Indikatoren telles fra og med denne datoen</translation>
    </message>
    <message>
        <source>The indicator is counted for the last time</source>
        <translation>Indikatoren telles siste gang</translation>
    </message>
    <message>
        <source>The indicator is counted by a new version</source>
        <translation>Indikatoren telles etter en ny versjon</translation>
    </message>
    <message>
        <source>The indicator is new in the definition</source>
        <translation>Indikatoren er ny i definisjonen</translation>
    </message>
    <message>
        <source>The indicator has left the definition</source>
        <translation>Indikatoren er tatt ut av definisjonen</translation>
    </message>
    <message>
        <source>The variable&apos;s type, codes or ranges changed</source>
        <translation>Variabelens type, koder eller intervaller er endret</translation>
    </message>
    <message>
        <source>The variable is new in the definition</source>
        <translation>Variabelen er ny i definisjonen</translation>
    </message>
    <message>
        <source>The variable has left the definition</source>
        <translation>Variabelen er tatt ut av definisjonen</translation>
    </message>
    <message>
        <source>Nothing changed in the chosen period: figures are comparable throughout.</source>
        <translation>Ingenting er endret i den valgte perioden: tallene kan sammenlignes gjennom hele.</translation>
    </message>
    <message>
        <source>{n} change lies in the chosen period; compare before and after with care.</source>
        <translation>{n} endring ligger i den valgte perioden; vær varsom med å sammenligne før og etter.</translation>
    </message>
    <message>
        <source>{n} changes lie in the chosen period; compare before and after with care.</source>
        <translation>{n} endringer ligger i den valgte perioden; vær varsom med å sammenligne før og etter.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Nøkkel</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Dato</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
    <message>
        <source>Column {n}</source>
        <translation>Kolonne {n}</translation>
    </message>
    <message>
        <source>a letter could not be read; the row is used</source>
        <translation>en bokstav kunne ikke leses; raden brukes</translation>
    </message>
    <message>
        <source>another number of columns than the header has</source>
        <translation>et annet antall kolonner enn overskriften har</translation>
    </message>
    <message>
        <source>a quotation mark is not closed</source>
        <translation>et anførselstegn er ikke avsluttet</translation>
    </message>
    <message>
        <source>the key is missing</source>
        <translation>nøkkelen mangler</translation>
    </message>
    <message>
        <source>the key has been rounded by a spreadsheet</source>
        <translation>nøkkelen er avrundet av et regneark</translation>
    </message>
    <message>
        <source>the date is missing</source>
        <translation>datoen mangler</translation>
    </message>
    <message>
        <source>the date was not understood</source>
        <translation>datoen ble ikke forstått</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>semikolon</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>komma</translation>
    </message>
    <message>
        <source>tabulator</source>
        <translation>tabulator</translation>
    </message>
    <message>
        <source>{n} stands there more than once</source>
        <translation>{n} står der mer enn én gang</translation>
    </message>
    <message>
        <source>{n} stand there more than once</source>
        <translation>{n} står der mer enn én gang</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Tegnkoding</translation>
    </message>
    <message>
        <source>Columns are parted by</source>
        <translation>Kolonnene skilles med</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Rader</translation>
    </message>
    <message>
        <source>Forms of dates</source>
        <translation>Datoformer</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Datoer</translation>
    </message>
    <message>
        <source>Say which columns hold the key and the date.</source>
        <translation>Angi hvilke kolonner som inneholder nøkkel og dato.</translation>
    </message>
    <message>
        <source>Every row was understood.</source>
        <translation>Alle radene ble forstått.</translation>
    </message>
    <message>
        <source>{n} row was not understood and is left out if you go on.</source>
        <translation>{n} rad ble ikke forstått og utelates hvis du går videre.</translation>
    </message>
    <message>
        <source>{n} rows were not understood and are left out if you go on.</source>
        <translation>{n} rader ble ikke forstått og utelates hvis du går videre.</translation>
    </message>
    <message>
        <source>Neither the registry nor the list has cases in the period.</source>
        <translation>Verken registeret eller listen har kasus i perioden.</translation>
    </message>
    <message>
        <source>{both} are in both, {list} only in your list and {registry} only in the registry.</source>
        <translation>{both} er i begge, {list} bare i egen liste og {registry} bare i registeret.</translation>
    </message>
    <message>
        <source>The registry has {share} of all known cases.</source>
        <translation>Registeret har {share} av alle kjente kasus.</translation>
    </message>
    <message>
        <source>Rows of the list outside the period: {n}.</source>
        <translation>Rader i listen utenfor perioden: {n}.</translation>
    </message>
    <message>
        <source>Rows with another code: {n}.</source>
        <translation>Rader med en annen kode: {n}.</translation>
    </message>
    <message>
        <source>Rows that were not understood: {n}.</source>
        <translation>Rader som ikke ble forstått: {n}.</translation>
    </message>
    <message>
        <source>Keys that got back a 0 a spreadsheet had taken: {n}.</source>
        <translation>Nøkler som fikk tilbake en 0 regnearket hadde tatt: {n}.</translation>
    </message>
    <message>
        <source>Registered forms without a key, in no group: {n}.</source>
        <translation>Registrerte skjemaer uten nøkkel, i ingen gruppe: {n}.</translation>
    </message>
    <message>
        <source>Registered cases that are only drafts: {n}.</source>
        <translation>Registrerte kasus som bare er kladder: {n}.</translation>
    </message>
</context>
<context>
    <name>QuerySteps</name>
    <message>
        <source>Answer</source>
        <translation>Svar</translation>
    </message>
    <message>
        <source>What is the answer?</source>
        <translation>Hva er svaret?</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Tildel</translation>
    </message>
    <message>
        <source>To whom? Empty: to nobody.</source>
        <translation>Til hvem? Tomt: til ingen.</translation>
    </message>
    <message>
        <source>Return the query</source>
        <translation>Returner spørsmålet</translation>
    </message>
    <message>
        <source>Why does the answer not do?</source>
        <translation>Hvorfor holder ikke svaret?</translation>
    </message>
    <message>
        <source>Ask about {field}</source>
        <translation>Spør om {field}</translation>
    </message>
    <message>
        <source>What is in doubt?</source>
        <translation>Hva er du i tvil om?</translation>
    </message>
    <message>
        <source>Nothing was written: the words are longer than {n} characters.</source>
        <translation>Ingenting ble skrevet: Teksten er lengre enn {n} tegn.</translation>
    </message>
</context>
<context>
    <name>RecordForm</name>
    <message>
        <source>The form</source>
        <translation>Skjemaet</translation>
    </message>
</context>
<context>
    <name>RecordModel</name>
    <message>
        <source>Hidden, because it tells who the patient is. Reveal it from the menu of the cell.</source>
        <translation>Skjult, fordi verdien forteller hvem pasienten er. Vis den fra menyen på cellen.</translation>
    </message>
    <message>
        <source>Nothing flagged</source>
        <translation>Ingen avvik</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>skjult</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Avvik</translation>
    </message>
</context>
<context>
    <name>RecordPane</name>
    <message>
        <source>The record is gone</source>
        <translation>Skjemaet er borte</translation>
    </message>
    <message>
        <source>Kept as a draft.</source>
        <translation>Lagret som kladd.</translation>
    </message>
    <message>
        <source>A value cannot be right; see the field.</source>
        <translation>En verdi kan ikke være riktig; se feltet.</translation>
    </message>
    <message>
        <source>Nothing is changed. Correct a value, or answer the query.</source>
        <translation>Ingenting er endret. Rett en verdi, eller svar på spørsmålet.</translation>
    </message>
    <message>
        <source>Not ready yet: {what}</source>
        <translation>Ikke klar ennå: {what}</translation>
    </message>
    <message>
        <source>Say in words what the answer is.</source>
        <translation>Si med ord hva svaret er.</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Form number</source>
        <translation>Skjemanummer</translation>
    </message>
    <message>
        <source>Event date</source>
        <translation>Hendelsesdato</translation>
    </message>
    <message>
        <source>Form status</source>
        <translation>Skjemastatus</translation>
    </message>
    <message>
        <source>First completed</source>
        <translation>Først ferdigstilt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versjon</translation>
    </message>
    <message>
        <source>Episode</source>
        <translation>Forløp</translation>
    </message>
    <message>
        <source>Patient key</source>
        <translation>Pasientnøkkel</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>kladd</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>ferdigstilt</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>returnert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>slettet</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>mangler</translation>
    </message>
    <message>
        <source>contains “{text}”</source>
        <translation>inneholder «{text}»</translation>
    </message>
    <message>
        <source>is {text}</source>
        <translation>er {text}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>filled in</source>
        <translation>fylt ut</translation>
    </message>
    <message>
        <source>from {low}</source>
        <translation>fra {low}</translation>
    </message>
    <message>
        <source>up to {high}</source>
        <translation>til og med {high}</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>{n} chosen forms</source>
        <translation>{n} utvalgte skjemaer</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>med avvik</translation>
    </message>
    <message>
        <source>search “{text}”</source>
        <translation>søk «{text}»</translation>
    </message>
    <message>
        <source>Open question from the registry: {text}</source>
        <translation>Åpent spørsmål fra registeret: {text}</translation>
    </message>
    <message>
        <source>Error: {text}</source>
        <translation>Feil: {text}</translation>
    </message>
    <message>
        <source>Warning: {text}</source>
        <translation>Advarsel: {text}</translation>
    </message>
    <message>
        <source>1 form</source>
        <translation>1 skjema</translation>
    </message>
    <message>
        <source>{total} forms</source>
        <translation>{total} skjemaer</translation>
    </message>
    <message>
        <source>{total} forms, {shown} shown</source>
        <translation>{total} skjemaer, {shown} vises</translation>
    </message>
</context>
<context>
    <name>RecordsButton</name>
    <message>
        <source>Show the records</source>
        <translation>Vis skjemaene</translation>
    </message>
</context>
<context>
    <name>RecordsPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Own records</source>
        <translation>Egne data</translation>
    </message>
    <message>
        <source>There are no own records here</source>
        <translation>Her er ingen egne data</translation>
    </message>
    <message>
        <source>This registry&apos;s figures are published results. Records come from a registry&apos;s own service, which one connects to with access to the unit.</source>
        <translation>Tallene fra dette registeret er publiserte resultater. Egne data kommer fra registerets egen tjeneste, som en kobler seg til med tilgang til enheten.</translation>
    </message>
    <message>
        <source>Only forms with an event date in {period}</source>
        <translation>Bare skjemaer med hendelsesdato i {period}</translation>
    </message>
    <message>
        <source>No form of this kind has been sent</source>
        <translation>Ingen slike skjemaer er sendt inn</translation>
    </message>
    <message>
        <source>The registry has none from {unit}. Choose another form above.</source>
        <translation>Registeret har ingen fra {unit}. Velg et annet skjema ovenfor.</translation>
    </message>
    <message>
        <source>No form fits the filter</source>
        <translation>Ingen skjemaer passer til filteret</translation>
    </message>
    <message>
        <source>{n} forms are here.</source>
        <translation>{n} skjemaer er her.</translation>
    </message>
    <message>
        <source>Remove the filter</source>
        <translation>Fjern filteret</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>The reading was stopped</source>
        <translation>Lesingen ble stanset</translation>
    </message>
    <message>
        <source>What is flagged</source>
        <translation>Avvik</translation>
    </message>
    <message>
        <source>The view “{name}” is saved.</source>
        <translation>Visningen «{name}» er lagret.</translation>
    </message>
    <message>
        <source>Searches, single forms and what tells who a patient is are not kept in it.</source>
        <translation>Søk, enkeltskjemaer og det som forteller hvem en pasient er, blir ikke lagret i den.</translation>
    </message>
    <message>
        <source>The view “{name}” is removed.</source>
        <translation>Visningen «{name}» er fjernet.</translation>
    </message>
    <message>
        <source>&amp;Copy with titles</source>
        <translation>&amp;Kopier med overskrifter</translation>
    </message>
    <message>
        <source>Show the &amp;episode</source>
        <translation>Vis f&amp;orløpet</translation>
    </message>
    <message>
        <source>Save the records as a &amp;table …</source>
        <translation>Lagre skjemaene som en &amp;tabell …</translation>
    </message>
    <message>
        <source>&amp;Reveal (is logged)</source>
        <translation>&amp;Vis verdien (loggføres)</translation>
    </message>
    <message>
        <source>&amp;Only forms with this value</source>
        <translation>&amp;Bare skjemaer med denne verdien</translation>
    </message>
    <message>
        <source>&amp;Filter by this column …</source>
        <translation>&amp;Filtrer på denne kolonnen …</translation>
    </message>
    <message>
        <source>Sort &amp;upwards</source>
        <translation>Sorter s&amp;tigende</translation>
    </message>
    <message>
        <source>Sort &amp;downwards</source>
        <translation>Sorter &amp;synkende</translation>
    </message>
    <message>
        <source>Show &amp;statistics</source>
        <translation>Vis st&amp;atistikk</translation>
    </message>
    <message>
        <source>&amp;Keep the columns to here in sight</source>
        <translation>&amp;Hold kolonnene hit i syne</translation>
    </message>
    <message>
        <source>Move to the &amp;left</source>
        <translation>Flytt til v&amp;enstre</translation>
    </message>
    <message>
        <source>Move to the ri&amp;ght</source>
        <translation>Flytt til hø&amp;yre</translation>
    </message>
    <message>
        <source>&amp;Hide the column</source>
        <translation>Skj&amp;ul kolonnen</translation>
    </message>
    <message>
        <source>The first {n} rows are copied, with titles: more than {most} are an export.</source>
        <translation>De første {n} radene er kopiert, med overskrifter: mer enn {most} er en eksport.</translation>
    </message>
    <message>
        <source>{n} rows are copied, with titles.</source>
        <translation>{n} rader er kopiert, med overskrifter.</translation>
    </message>
    <message>
        <source>The value is shown until you leave the page. That it was revealed is in the audit log.</source>
        <translation>Verdien vises til du forlater siden. At den ble vist, står i loggen.</translation>
    </message>
</context>
<context>
    <name>RecordsTable</name>
    <message>
        <source>Own records</source>
        <translation>Egne data</translation>
    </message>
</context>
<context>
    <name>RegistryCard</name>
    <message>
        <source>Published figures</source>
        <translation>Publiserte tall</translation>
    </message>
    <message>
        <source>Own records</source>
        <translation>Egne skjemaer</translation>
    </message>
    <message>
        <source>Not computed: {name} ({reason})</source>
        <translation>Ikke beregnet: {name} ({reason})</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>Vis resultater</translation>
    </message>
    <message>
        <source>Show results of {registry}</source>
        <translation>Vis resultater fra {registry}</translation>
    </message>
    <message>
        <source>Coverage is not known for this unit.</source>
        <translation>Dekningsgraden er ikke kjent for denne enheten.</translation>
    </message>
    <message>
        <source>Low coverage: under 60 %</source>
        <translation>Lav dekningsgrad: under 60 %</translation>
    </message>
    <message>
        <source>Between 60 and 80 %</source>
        <translation>Mellom 60 og 80 %</translation>
    </message>
    <message>
        <source>between 60 and 80 %</source>
        <translation>mellom 60 og 80 %</translation>
    </message>
    <message>
        <source>Show what is to do</source>
        <translation>Vis det som skal gjøres</translation>
    </message>
    <message>
        <source>Show what is to do in {registry}</source>
        <translation>Vis det som skal gjøres i {registry}</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Å gjøre</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ingenting</translation>
    </message>
    <message>
        <source>over 80 %</source>
        <translation>over 80 %</translation>
    </message>
    <message>
        <source>low coverage, under 60 %</source>
        <translation>lav dekningsgrad, under 60 %</translation>
    </message>
    <message>
        <source>Coverage {year}</source>
        <translation>Dekningsgrad {year}</translation>
    </message>
</context>
<context>
    <name>Remarks</name>
    <message>
        <source>What the registry&apos;s rules say</source>
        <translation>Hva registerets regler sier</translation>
    </message>
    <message>
        <source>Confirm with a word, such as “checked in the journal”</source>
        <translation>Bekreft med et ord, for eksempel «sjekket i journalen»</translation>
    </message>
    <message>
        <source>A word on: {text}</source>
        <translation>Et ord om: {text}</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>low coverage ({share} in {year})</source>
        <translation>lav dekningsgrad ({share} i {year})</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>foreløpig</translation>
    </message>
    <message>
        <source>The months are not shown to others: few patients stand behind each.</source>
        <translation>Månedene vises ikke til andre: få pasienter står bak hver av dem.</translation>
    </message>
    <message>
        <source>{indicator}, over time</source>
        <translation>{indicator}, utvikling</translation>
    </message>
    <message>
        <source>There are no units to compare.</source>
        <translation>Det er ingen enheter å sammenligne.</translation>
    </message>
    <message>
        <source>{indicator}, units compared</source>
        <translation>{indicator}, enhetene sammenlignet</translation>
    </message>
    <message>
        <source>{indicator}, funnel plot</source>
        <translation>{indicator}, traktdiagram</translation>
    </message>
    <message>
        <source>How the values are spread is not shown to others: its classes hold few patients.</source>
        <translation>Fordelingen av verdiene vises ikke til andre: klassene har få pasienter.</translation>
    </message>
    <message>
        <source>{indicator}, how the values are spread</source>
        <translation>{indicator}, fordeling</translation>
    </message>
    <message>
        <source>Coverage over the years</source>
        <translation>Dekningsgrad over årene</translation>
    </message>
    <message>
        <source>{form}: share completed, by days since the event</source>
        <translation>{form}: andel ferdigstilt, etter dager siden hendelsen</translation>
    </message>
    <message>
        <source>Indicators, {unit} beside the nation and the region</source>
        <translation>Indikatorer, {unit} ved siden av landet og regionen</translation>
    </message>
    <message>
        <source>Coverage by year</source>
        <translation>Dekningsgrad etter år</translation>
    </message>
    <message>
        <source>What there is to do</source>
        <translation>Det som skal gjøres</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>Det er ingenting å gjøre.</translation>
    </message>
    <message>
        <source>From when something is counted or registered differently</source>
        <translation>Fra når noe telles eller registreres annerledes</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Ingenting er endret.</translation>
    </message>
    <message>
        <source>{form}: days to completion by month</source>
        <translation>{form}: dager til ferdigstilling per måned</translation>
    </message>
    <message>
        <source>{form}: checks that found something</source>
        <translation>{form}: kontroller som fant noe</translation>
    </message>
    <message>
        <source>No check found anything.</source>
        <translation>Ingen kontroll fant noe.</translation>
    </message>
    <message>
        <source>{form}: variables that lack values</source>
        <translation>{form}: variabler som mangler verdier</translation>
    </message>
    <message>
        <source>No variable lacks values.</source>
        <translation>Ingen variabel mangler verdier.</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>Krav</translation>
    </message>
    <message>
        <source>Filled in</source>
        <translation>Utfylt</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Mangler</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Ukjent</translation>
    </message>
    <message>
        <source>Coverage is not shown to others: some of its groups are few.</source>
        <translation>Dekningsgraden vises ikke til andre: noen av gruppene er små.</translation>
    </message>
    <message>
        <source>No records of this unit are here.</source>
        <translation>Ingen skjemaer fra denne enheten er her.</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grønn</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>gul</translation>
    </message>
    <message>
        <source>red</source>
        <translation>rød</translation>
    </message>
    <message>
        <source>{registry}: readiness is {now}, before it was {before}.</source>
        <translation>{registry}: status mot fristen er {now}, før var den {before}.</translation>
    </message>
    <message>
        <source>{indicator}: {now}. Before: {before}.</source>
        <translation>{indicator}: {now}. Før: {before}.</translation>
    </message>
    <message>
        <source>{indicator}: a new signal of change over time.</source>
        <translation>{indicator}: et nytt signal om endring over tid.</translation>
    </message>
    <message>
        <source>The report {title} was made anew.</source>
        <translation>Rapporten {title} er laget på nytt.</translation>
    </message>
    <message>
        <source>{n} reports were made anew.</source>
        <translation>{n} rapporter er laget på nytt.</translation>
    </message>
    <message>
        <source>A report was not made anew: {problem}</source>
        <translation>En rapport ble ikke laget på nytt: {problem}</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Side {page} av {pages}</translation>
    </message>
    <message>
        <source>{caption} (columns {first} to {last} of {all})</source>
        <translation>{caption} (kolonne {first} til {last} av {all})</translation>
    </message>
    <message>
        <source>There are no rows.</source>
        <translation>Det er ingen rader.</translation>
    </message>
    <message>
        <source>Where the figures come from</source>
        <translation>Hvor tallene kommer fra</translation>
    </message>
</context>
<context>
    <name>ReportForm</name>
    <message>
        <source>Own templates that cannot be used</source>
        <translation>Egne maler som ikke kan brukes</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Reports to choose from</source>
        <translation>Rapporter å velge mellom</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>Språket i rapporten</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>Sp&amp;råk:</translation>
    </message>
    <message>
        <source>Masked, for use outside the unit</source>
        <translation>Små tall skjult, for bruk utenfor enheten</translation>
    </message>
    <message>
        <source>Save as &amp;PDF …</source>
        <translation>Lagre som &amp;PDF …</translation>
    </message>
    <message>
        <source>Save as &amp;HTML …</source>
        <translation>Lagre som &amp;HTML …</translation>
    </message>
    <message>
        <source>P&amp;rint …</source>
        <translation>Skriv &amp;ut …</translation>
    </message>
    <message>
        <source>{title} (own template)</source>
        <translation>{title} (egen mal)</translation>
    </message>
    <message>
        <source>This report is about the unit&apos;s own records and work, and stays inside the unit</source>
        <translation>Rapporten handler om enhetens egne skjemaer og arbeid, og blir i enheten</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>Reports and tables</source>
        <translation>Rapporter og tabeller</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabeller</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Rapporter</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultater</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>Indikatorer</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pasienter</translation>
    </message>
    <message>
        <source>Which patients the figures are about</source>
        <translation>Hvilke pasienter tallene gjelder</translation>
    </message>
    <message>
        <source>Views of the indicator</source>
        <translation>Visninger av indikatoren</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Utvikling</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Sammenligning</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Trakt</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>Fordeling</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabell</translation>
    </message>
    <message>
        <source>About the indicator</source>
        <translation>Om indikatoren</translation>
    </message>
    <message>
        <source>All patients</source>
        <translation>Alle pasienter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>This registry has no indicators</source>
        <translation>Registeret har ingen indikatorer</translation>
    </message>
    <message>
        <source>The registry has not defined any, or none of them could be read.</source>
        <translation>Registeret har ikke definert noen, eller ingen av dem kunne leses.</translation>
    </message>
    <message>
        <source>? = the level could be another within the uncertainty.</source>
        <translation>? = nivået kan være et annet innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>Too few cases to show: {n}.</source>
        <translation>For få tilfeller til å vises: {n}.</translation>
    </message>
    <message>
        <source>The figures are provisional: the registry has not affirmed the period.</source>
        <translation>Tallene er foreløpige: Registeret har ikke bekreftet perioden.</translation>
    </message>
    <message>
        <source>There is nothing to draw</source>
        <translation>Det er ingenting å tegne</translation>
    </message>
    <message>
        <source>coverage {year}: {share}</source>
        <translation>dekningsgrad {year}: {share}</translation>
    </message>
    <message>
        <source>low coverage</source>
        <translation>lav dekningsgrad</translation>
    </message>
    <message>
        <source>definition v{version}</source>
        <translation>definisjon v{version}</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>foreløpig</translation>
    </message>
    <message>
        <source>(registry only + both) / (registry only + both + reference only)</source>
        <translation>(bare registeret + begge) / (bare registeret + begge + bare kilden)</translation>
    </message>
    <message>
        <source>Show the record behind this number</source>
        <translation>Vis skjemaet bak tallet</translation>
    </message>
    <message>
        <source>Show the {n} records behind this number</source>
        <translation>Vis de {n} skjemaene bak tallet</translation>
    </message>
</context>
<context>
    <name>SampleTable</name>
    <message>
        <source>The first rows of the list</source>
        <translation>De første radene i listen</translation>
    </message>
</context>
<context>
    <name>SavedViews</name>
    <message>
        <source>Saved views</source>
        <translation>Lagrede visninger</translation>
    </message>
    <message>
        <source>&amp;Save this view …</source>
        <translation>&amp;Lagre denne visningen …</translation>
    </message>
    <message>
        <source>&amp;All forms, standard columns</source>
        <translation>&amp;Alle skjemaer, standardkolonner</translation>
    </message>
    <message>
        <source>&amp;Remove a view</source>
        <translation>&amp;Fjern en visning</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>Lagre denne visningen</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Navn på visningen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lagre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
</context>
<context>
    <name>SecondEntryForm</name>
    <message>
        <source>Show who it is</source>
        <translation>Vis hvem det gjelder</translation>
    </message>
    <message>
        <source>Shows the patient&apos;s identifiers; that they were shown is logged.</source>
        <translation>Viser hvem pasienten er; det logges at det ble vist.</translation>
    </message>
    <message>
        <source>Back to the study</source>
        <translation>Tilbake til studien</translation>
    </message>
    <message>
        <source>Records that are done</source>
        <translation>Skjemaer som er ferdige</translation>
    </message>
    <message>
        <source>Enter what the journal says. What the registry has is not shown before all records are done.</source>
        <translation>Før det som står i journalen. Det registeret har, vises ikke før alle skjemaene er ferdige.</translation>
    </message>
    <message>
        <source>The journal cannot be found</source>
        <translation>Finner ikke journalen</translation>
    </message>
    <message>
        <source>Save for later</source>
        <translation>Lagre til senere</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>Lagre og gå videre</translation>
    </message>
    <message>
        <source>Record {number} of {of}</source>
        <translation>Skjema {number} av {of}</translation>
    </message>
    <message>
        <source>Not in the journal</source>
        <translation>Ikke i journalen</translation>
    </message>
    <message>
        <source>{n} of {of} answered</source>
        <translation>{n} av {of} besvart</translation>
    </message>
    <message>
        <source>A value cannot be right; see the field.</source>
        <translation>En verdi kan ikke være riktig; se feltet.</translation>
    </message>
    <message>
        <source>Not answered yet. Enter a value, or say that it is not in the journal.</source>
        <translation>Ikke besvart ennå. Før en verdi, eller si at den ikke står i journalen.</translation>
    </message>
</context>
<context>
    <name>SecondReading</name>
    <message>
        <source>Record</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Hendelse</translation>
    </message>
    <message>
        <source>Patient key</source>
        <translation>Pasientnøkkel</translation>
    </message>
</context>
<context>
    <name>SeveralAtOnce</name>
    <message>
        <source>{change} – kept as a draft: {why}</source>
        <translation>{change} – beholdes som kladd: {why}</translation>
    </message>
    <message>
        <source>already so</source>
        <translation>er allerede slik</translation>
    </message>
</context>
<context>
    <name>SeveralDialog</name>
    <message>
        <source>Answer several</source>
        <translation>Svar på flere</translation>
    </message>
    <message>
        <source>The same for {n} rows</source>
        <translation>Det samme for {n} rader</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Å gjøre</translation>
    </message>
    <message>
        <source>The same correction</source>
        <translation>Samme retting</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Årsak</translation>
    </message>
    <message>
        <source>Reason …</source>
        <translation>Årsak …</translation>
    </message>
    <message>
        <source>Words to the registry</source>
        <translation>Ord til registeret</translation>
    </message>
    <message>
        <source>What will be written:</source>
        <translation>Dette blir skrevet:</translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation>Hva som blir skrevet</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>Skriv det</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>The words are too long: what is beyond {n} characters was left out.</source>
        <translation>Teksten er for lang: Det som er over {n} tegn, ble utelatt.</translation>
    </message>
    <message>
        <source>Nothing yet: give the right value first.</source>
        <translation>Ingenting ennå: skriv inn riktig verdi først.</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Side panel</source>
        <translation>Sidepanel</translation>
    </message>
    <message>
        <source>Episode</source>
        <translation>Forløp</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistikk</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Kolonner</translation>
    </message>
    <message>
        <source>The form itself</source>
        <translation>Selve skjemaet</translation>
    </message>
    <message>
        <source>Choose a form in the table to see what belongs with it.</source>
        <translation>Velg et skjema i tabellen for å se hva det hører sammen med.</translation>
    </message>
    <message>
        <source>There are no forms to describe.</source>
        <translation>Det er ingen skjemaer å beskrive.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>The registry does not say what this form belongs with.</source>
        <translation>Registeret sier ikke hva dette skjemaet hører sammen med.</translation>
    </message>
    <message>
        <source>The form is no longer here.</source>
        <translation>Skjemaet er ikke her lenger.</translation>
    </message>
</context>
<context>
    <name>Since</name>
    <message>
        <source>The last visit was {moment}.</source>
        <translation>Forrige besøk var {moment}.</translation>
    </message>
    <message>
        <source>Changed since {moment}; nothing is new since the last visit, {again}.</source>
        <translation>Endret siden {moment}; ingenting er nytt siden forrige besøk, {again}.</translation>
    </message>
    <message>
        <source>1 new announcement or deadline</source>
        <translation>1 ny melding eller frist</translation>
    </message>
    <message>
        <source>{n} new announcements or deadlines</source>
        <translation>{n} nye meldinger eller frister</translation>
    </message>
    <message>
        <source>1 figure has been affirmed and is no longer provisional</source>
        <translation>1 tall er bekreftet og ikke lenger foreløpig</translation>
    </message>
    <message>
        <source>{n} figures have been affirmed and are no longer provisional</source>
        <translation>{n} tall er bekreftet og ikke lenger foreløpige</translation>
    </message>
    <message>
        <source>The registry’s definition is a new one (version {then}, now {now})</source>
        <translation>Registeret har fått ny definisjon (versjon {then}, nå {now})</translation>
    </message>
    <message>
        <source>This period was not shown then, so its figures are not compared.</source>
        <translation>Denne perioden ble ikke vist da, så tallene for den er ikke sammenlignet.</translation>
    </message>
    <message>
        <source>The period was then {period}.</source>
        <translation>Perioden var da {period}.</translation>
    </message>
    <message>
        <source>new indicator</source>
        <translation>ny indikator</translation>
    </message>
    <message>
        <source>has no value any more</source>
        <translation>har ikke lenger noen verdi</translation>
    </message>
    <message>
        <source>has a value now</source>
        <translation>har fått en verdi</translation>
    </message>
    <message>
        <source>from {then} to {now} attainment</source>
        <translation>fra {then} til {now} måloppnåelse</translation>
    </message>
    <message>
        <source>clearly higher</source>
        <translation>tydelig høyere</translation>
    </message>
    <message>
        <source>clearly lower</source>
        <translation>tydelig lavere</translation>
    </message>
    <message>
        <source>high</source>
        <translation>høy</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>moderat</translation>
    </message>
    <message>
        <source>low</source>
        <translation>lav</translation>
    </message>
    <message>
        <source>Records: {now} now, {then} then</source>
        <translation>Skjemaer: {now} nå, {then} da</translation>
    </message>
    <message>
        <source>1 new record</source>
        <translation>1 nytt skjema</translation>
    </message>
    <message>
        <source>{n} new records</source>
        <translation>{n} nye skjemaer</translation>
    </message>
    <message>
        <source>1 record changed</source>
        <translation>1 skjema endret</translation>
    </message>
    <message>
        <source>{n} records changed</source>
        <translation>{n} skjemaer endret</translation>
    </message>
    <message>
        <source>1 record removed</source>
        <translation>1 skjema fjernet</translation>
    </message>
    <message>
        <source>{n} records removed</source>
        <translation>{n} skjemaer fjernet</translation>
    </message>
    <message>
        <source>1 new query</source>
        <translation>1 nytt spørsmål</translation>
    </message>
    <message>
        <source>{n} new queries</source>
        <translation>{n} nye spørsmål</translation>
    </message>
    <message>
        <source>1 query answered or closed</source>
        <translation>1 spørsmål besvart eller lukket</translation>
    </message>
    <message>
        <source>{n} queries answered or closed</source>
        <translation>{n} spørsmål besvart eller lukket</translation>
    </message>
    <message>
        <source>1 query with a new message</source>
        <translation>1 spørsmål med ny melding</translation>
    </message>
    <message>
        <source>{n} queries with a new message</source>
        <translation>{n} spørsmål med ny melding</translation>
    </message>
</context>
<context>
    <name>SinceCard</name>
    <message>
        <source>Since the last visit</source>
        <translation>Siden forrige besøk</translation>
    </message>
    <message>
        <source>This is the first visit here. Next time, what has changed since now stands here.</source>
        <translation>Dette er det første besøket her. Neste gang står det her hva som er endret siden nå.</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Ingenting er endret.</translation>
    </message>
    <message>
        <source>Nothing new: {registries}.</source>
        <translation>Ingenting nytt: {registries}.</translation>
    </message>
    <message>
        <source>First visit: {registries}.</source>
        <translation>Første besøk: {registries}.</translation>
    </message>
    <message>
        <source>No indicator has changed level or moved clearly.</source>
        <translation>Ingen indikator har endret nivå eller flyttet seg tydelig.</translation>
    </message>
    <message>
        <source>Indicators that changed</source>
        <translation>Indikatorer som er endret</translation>
    </message>
    <message>
        <source>And {n} more on the page Results.</source>
        <translation>Og {n} til på siden Resultater.</translation>
    </message>
</context>
<context>
    <name>StandingForm</name>
    <message>
        <source>Made anew after each synchronisation</source>
        <translation>Lages på nytt etter hver synkronisering</translation>
    </message>
    <message>
        <source>The report chosen above, in a folder of your own. Earlier versions are kept, by date.</source>
        <translation>Rapporten som er valgt over, i en mappe du velger. Tidligere utgaver beholdes, med dato.</translation>
    </message>
    <message>
        <source>Period of the standing report</source>
        <translation>Perioden i den faste rapporten</translation>
    </message>
    <message>
        <source>Kind of file of the standing report</source>
        <translation>Filtypen for den faste rapporten</translation>
    </message>
    <message>
        <source>Peri&amp;od:</source>
        <translation>Peri&amp;ode:</translation>
    </message>
    <message>
        <source>Kind o&amp;f file:</source>
        <translation>&amp;Filtype:</translation>
    </message>
    <message>
        <source>Choose &amp;folder and order …</source>
        <translation>&amp;Velg mappe og bestill …</translation>
    </message>
</context>
<context>
    <name>StatisticsPanel</name>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Choose a variable</source>
        <translation>Velg en variabel</translation>
    </message>
    <message>
        <source>Commonest values</source>
        <translation>Vanligste verdier</translation>
    </message>
    <message>
        <source>Choose a variable to see what it holds.</source>
        <translation>Velg en variabel for å se hva den inneholder.</translation>
    </message>
    <message>
        <source>{known} of {n} forms have a value.</source>
        <translation>{known} av {n} skjemaer har verdi.</translation>
    </message>
    <message>
        <source>{n} different values. They tell who the patients are and are not shown.</source>
        <translation>{n} ulike verdier. De forteller hvem pasientene er, og vises ikke.</translation>
    </message>
    <message>
        <source>{n} different values.</source>
        <translation>{n} ulike verdier.</translation>
    </message>
    <message>
        <source>Median {median}, quartiles {first} and {third}, range {least}–{greatest}.</source>
        <translation>Median {median}, kvartiler {first} og {third}, fra {least} til {greatest}.</translation>
    </message>
    <message>
        <source>and {n} other values</source>
        <translation>og {n} andre verdier</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress</source>
        <translation>Framdrift</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
</context>
<context>
    <name>StudiesModel</name>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>StudiesTable</name>
    <message>
        <source>Validation studies</source>
        <translation>Valideringsstudier</translation>
    </message>
</context>
<context>
    <name>StudyView</name>
    <message>
        <source>Go on reading</source>
        <translation>Les videre</translation>
    </message>
    <message>
        <source>Save as a file …</source>
        <translation>Lagre som fil …</translation>
    </message>
    <message>
        <source>The field&apos;s form of validation data sets (columns vld_…), as CSV</source>
        <translation>Fagfeltets format for valideringsdatasett (kolonner vld_…), som CSV</translation>
    </message>
    <message>
        <source>Delete the study</source>
        <translation>Slett studien</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Samsvar</translation>
    </message>
    <message>
        <source>Intervals are 95 %. Kappa is agreement beyond chance, 1 is perfect. Differences are the registry&apos;s value minus the journal&apos;s: mean, standard deviation (SD) and 95 % limits of agreement.</source>
        <translation>Intervallene er 95 %. Kappa er samsvar ut over det tilfeldige, 1 er fullt samsvar. Forskjellen er registerets verdi minus journalens: gjennomsnitt, standardavvik (SD) og 95 % grenser for samsvar.</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Kopier tabellen</translation>
    </message>
    <message>
        <source>Values that differ</source>
        <translation>Verdier som er ulike</translation>
    </message>
    <message>
        <source>{n} of {of} completed records</source>
        <translation>{n} av {of} ferdigstilte skjemaer</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Trukket</translation>
    </message>
    <message>
        <source>Only records where</source>
        <translation>Bare skjemaer der</translation>
    </message>
    <message>
        <source>Seed of the draw</source>
        <translation>Frø for trekningen</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variabler</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Laget</translation>
    </message>
    <message>
        <source>{moment} by {who}</source>
        <translation>{moment} av {who}</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Definisjon</translation>
    </message>
    <message>
        <source>Read so far</source>
        <translation>Lest til nå</translation>
    </message>
    <message>
        <source>Without a journal</source>
        <translation>Uten journal</translation>
    </message>
    <message>
        <source>Have left the registry</source>
        <translation>Har gått ut av registeret</translation>
    </message>
    <message>
        <source>Begin reading</source>
        <translation>Begynn å lese</translation>
    </message>
    <message>
        <source>No record is in the sample.</source>
        <translation>Ingen skjemaer er i utvalget.</translation>
    </message>
    <message>
        <source>What the registry has is not shown before all records are done.</source>
        <translation>Det registeret har, vises ikke før alle skjemaene er ferdige.</translation>
    </message>
    <message>
        <source>Registry and journal say the same everywhere.</source>
        <translation>Register og journal sier det samme overalt.</translation>
    </message>
    <message>
        <source>The first {shown} of {n}; the file has all.</source>
        <translation>De første {shown} av {n}; filen har alle.</translation>
    </message>
    <message>
        <source>{n} values, of which some may have to be corrected.</source>
        <translation>{n} verdier; noen av dem må kanskje rettes.</translation>
    </message>
    <message>
        <source>Save the validation data set</source>
        <translation>Lagre valideringsdatasettet</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Kommaseparerte verdier (*.csv)</translation>
    </message>
    <message>
        <source>Saved as {name}. The file is not encrypted.</source>
        <translation>Lagret som {name}. Filen er ikke kryptert.</translation>
    </message>
    <message>
        <source>Delete the study and all that was read for it?</source>
        <translation>Slette studien og alt som er lest til den?</translation>
    </message>
    <message>
        <source>It cannot be brought back.</source>
        <translation>Den kan ikke hentes tilbake.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Slett</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behold den</translation>
    </message>
</context>
<context>
    <name>TableForm</name>
    <message>
        <source>Table to a file</source>
        <translation>Tabell til fil</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabell</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Indikator</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pasienter</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Skjema</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>Filtype</translation>
    </message>
    <message>
        <source>Coded values</source>
        <translation>Kodede verdier</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Rader</translation>
    </message>
    <message>
        <source>As in the window</source>
        <translation>Som i vinduet</translation>
    </message>
    <message>
        <source>A row for each value</source>
        <translation>En rad for hver verdi</translation>
    </message>
    <message>
        <source>What the records are for</source>
        <translation>Hva skjemaene skal brukes til</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Formål</translation>
    </message>
    <message>
        <source>Only those shown in Own records</source>
        <translation>Bare dem som vises i Egne data</translation>
    </message>
    <message>
        <source>With what identifies the patients</source>
        <translation>Med det som identifiserer pasientene</translation>
    </message>
    <message>
        <source>Masked, for use outside the unit</source>
        <translation>Små tall skjult, for bruk utenfor enheten</translation>
    </message>
    <message>
        <source>&amp;Table:</source>
        <translation>&amp;Tabell:</translation>
    </message>
    <message>
        <source>&amp;Indicator:</source>
        <translation>&amp;Indikator:</translation>
    </message>
    <message>
        <source>&amp;Patients:</source>
        <translation>&amp;Pasienter:</translation>
    </message>
    <message>
        <source>F&amp;orm:</source>
        <translation>Skje&amp;ma:</translation>
    </message>
    <message>
        <source>&amp;Kind of file:</source>
        <translation>&amp;Filtype:</translation>
    </message>
    <message>
        <source>&amp;Coded values:</source>
        <translation>Kod&amp;ede verdier:</translation>
    </message>
    <message>
        <source>&amp;Rows:</source>
        <translation>&amp;Rader:</translation>
    </message>
    <message>
        <source>P&amp;urpose:</source>
        <translation>Form&amp;ål:</translation>
    </message>
    <message>
        <source>&amp;Save table as …</source>
        <translation>&amp;Lagre tabellen som …</translation>
    </message>
    <message>
        <source>&amp;Verify a file …</source>
        <translation>K&amp;ontroller en fil …</translation>
    </message>
    <message>
        <source>Whether a file from this program is as it was written</source>
        <translation>Om en fil fra dette programmet er slik den ble skrevet</translation>
    </message>
    <message>
        <source>Writing the table</source>
        <translation>Skriver tabellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Indicators: own, region, nation and the rest</source>
        <translation>Indikatorer: egen enhet, region, landet og resten av landet</translation>
    </message>
    <message>
        <source>One indicator, all units compared</source>
        <translation>Én indikator, alle enheter sammenlignet</translation>
    </message>
    <message>
        <source>One indicator over time</source>
        <translation>Én indikator over tid</translation>
    </message>
    <message>
        <source>The unit&apos;s own records</source>
        <translation>Enhetens egne skjemaer</translation>
    </message>
    <message>
        <source>Excel, with codebook and provenance</source>
        <translation>Excel, med kodebok og opphav</translation>
    </message>
    <message>
        <source>CSV for spreadsheets (semicolon, decimal comma)</source>
        <translation>CSV for regneark (semikolon, desimalkomma)</translation>
    </message>
    <message>
        <source>CSV for programs (comma, decimal point)</source>
        <translation>CSV for programmer (komma, desimalpunktum)</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON-linjer</translation>
    </message>
    <message>
        <source>As words</source>
        <translation>Som ord</translation>
    </message>
    <message>
        <source>As codes</source>
        <translation>Som koder</translation>
    </message>
    <message>
        <source>Both, in columns beside each other</source>
        <translation>Begge, i kolonner ved siden av hverandre</translation>
    </message>
    <message>
        <source>All indicators</source>
        <translation>Alle indikatorer</translation>
    </message>
    <message>
        <source>Your role here: {roles}. The export is kept in the audit log with its purpose.</source>
        <translation>Din rolle her: {roles}. Eksporten føres i loggen med formålet.</translation>
    </message>
    <message>
        <source>The registry has given you no role in this unit, so its records stay here.</source>
        <translation>Registeret har ikke gitt deg noen rolle i denne enheten, så skjemaene blir her.</translation>
    </message>
    <message>
        <source>Columns that identify a patient are left out unless you ask for them here, each time.</source>
        <translation>Kolonner som identifiserer en pasient er ikke med, om du ikke ber om dem her, hver gang.</translation>
    </message>
    <message>
        <source>Columns that identify a patient are left out. The period is the one chosen at the top.</source>
        <translation>Kolonner som identifiserer en pasient, utelates. Perioden er den som er valgt øverst.</translation>
    </message>
    <message>
        <source>Registry, unit and period are those chosen at the top. The file says where it came from.</source>
        <translation>Register, enhet og periode er de som er valgt øverst. Filen forteller hvor den kommer fra.</translation>
    </message>
    <message>
        <source>Say first what the records are for</source>
        <translation>Si først hva skjemaene skal brukes til</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n} rader</translation>
    </message>
</context>
<context>
    <name>TableSaving</name>
    <message>
        <source>Save the table</source>
        <translation>Lagre tabellen</translation>
    </message>
    <message>
        <source>Excel (*.xlsx)</source>
        <translation>Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV for spreadsheets (*.csv)</source>
        <translation>CSV for regneark (*.csv)</translation>
    </message>
    <message>
        <source>Parquet (*.parquet)</source>
        <translation>Parquet (*.parquet)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON-linjer (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>TablesPart</name>
    <message>
        <source>All patients</source>
        <translation>Alle pasienter</translation>
    </message>
    <message>
        <source>all, whatever their date</source>
        <translation>alle, uansett dato</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>leser</translation>
    </message>
    <message>
        <source>registrar</source>
        <translation>registrar</translation>
    </message>
    <message>
        <source>quality coordinator</source>
        <translation>kvalitetskoordinator</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Lagre tabellen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Avbrutt</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>Ingen fil ble skrevet.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fil</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Rader</translation>
    </message>
    <message>
        <source>SHA-256 of the content</source>
        <translation>SHA-256 av innholdet</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>Skjult</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Utelatt</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Varsel</translation>
    </message>
    <message>
        <source>The table is written, but look at the warnings before you pass it on.</source>
        <translation>Tabellen er skrevet, men se på advarslene før du gir den videre.</translation>
    </message>
    <message>
        <source>The table is written; figures on few patients are masked.</source>
        <translation>Tabellen er skrevet; tall for få pasienter er skjult.</translation>
    </message>
    <message>
        <source>The table is written. Nothing in it had to be masked.</source>
        <translation>Tabellen er skrevet. Ingenting i den måtte skjules.</translation>
    </message>
    <message>
        <source>The table is written, for use inside the unit.</source>
        <translation>Tabellen er skrevet, til bruk i enheten.</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Skrevet</translation>
    </message>
    <message>
        <source>Verify a file</source>
        <translation>Kontroller en fil</translation>
    </message>
    <message>
        <source>Tables of this program (*.xlsx *.csv *.parquet *.jsonl)</source>
        <translation>Tabeller fra dette programmet (*.xlsx *.csv *.parquet *.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle filer (*)</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Endret</translation>
    </message>
    <message>
        <source>The file and the provenance beside it do not belong together: the file has been changed since, or the writing of a new version was cut short. Export it anew.</source>
        <translation>Filen og opphavet ved siden av hører ikke sammen: Filen er endret siden, eller skrivingen av en ny versjon ble avbrutt. Eksporter den på nytt.</translation>
    </message>
    <message>
        <source>The file is not as it was written: its content or its provenance has been changed since.</source>
        <translation>Filen er ikke slik den ble skrevet: innholdet eller opphavet er endret siden.</translation>
    </message>
    <message>
        <source>As it was written</source>
        <translation>Slik den ble skrevet</translation>
    </message>
    <message>
        <source>The file is as it was written, and the audit log here knows it.</source>
        <translation>Filen er slik den ble skrevet, og loggen her kjenner den.</translation>
    </message>
    <message>
        <source>The file is as it was written. It was not written here: the audit log does not know it.</source>
        <translation>Filen er slik den ble skrevet. Den er ikke skrevet her: loggen her kjenner den ikke.</translation>
    </message>
</context>
<context>
    <name>TakeInDialog</name>
    <message>
        <source>Take in a copy</source>
        <translation>Hent inn en kopi</translation>
    </message>
    <message>
        <source>What was unsent on another computer goes on here. What is here already stays as it is, and what has reached the registry is not done twice.</source>
        <translation>Det som ikke var sendt fra en annen maskin, fortsetter her. Det som er her fra før, blir som det er, og det registeret alt har fått, blir ikke gjort to ganger.</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Hent inn</translation>
    </message>
    <message>
        <source>The copy</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Choose the copy</source>
        <translation>Velg kopien</translation>
    </message>
    <message>
        <source>The &amp;copy</source>
        <translation>&amp;Kopien</translation>
    </message>
    <message>
        <source>The unit&apos;s private key</source>
        <translation>Enhetens private nøkkel</translation>
    </message>
    <message>
        <source>Choose the unit&apos;s private key</source>
        <translation>Velg enhetens private nøkkel</translation>
    </message>
    <message>
        <source>The unit&apos;s &amp;private key</source>
        <translation>Enhetens &amp;private nøkkel</translation>
    </message>
    <message>
        <source>The key&apos;s passphrase</source>
        <translation>Nøkkelens passordfrase</translation>
    </message>
    <message>
        <source>The key&apos;s pa&amp;ssphrase</source>
        <translation>Nøkkelens pa&amp;ssordfrase</translation>
    </message>
    <message>
        <source>&amp;Open the copy</source>
        <translation>&amp;Åpne kopien</translation>
    </message>
    <message>
        <source>What is in the copy</source>
        <translation>Hva kopien inneholder</translation>
    </message>
</context>
<context>
    <name>ThreadView</name>
    <message>
        <source>Thread and history</source>
        <translation>Tråd og historikk</translation>
    </message>
    <message>
        <source>Comment to colleagues</source>
        <translation>Kommentar til kolleger</translation>
    </message>
    <message>
        <source>Comment to colleagues; it is not sent</source>
        <translation>Kommentar til kolleger; den sendes ikke</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommenter</translation>
    </message>
    <message>
        <source>Nothing has been said yet.</source>
        <translation>Ingenting er sagt ennå.</translation>
    </message>
</context>
<context>
    <name>ThreeWayForm</name>
    <message>
        <source>Conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>A registrar decides what is kept.</source>
        <translation>En registrar avgjør hva som beholdes.</translation>
    </message>
    <message>
        <source>Decide so</source>
        <translation>Bestem dette</translation>
    </message>
    <message>
        <source>What you keep becomes a new draft, to be looked at and made ready (Ctrl+Enter)</source>
        <translation>Det du beholder, blir en ny kladd som du ser over og gjør klar (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Keep mine everywhere</source>
        <translation>Behold mine overalt</translation>
    </message>
    <message>
        <source>You saw</source>
        <translation>Du så</translation>
    </message>
    <message>
        <source>You wrote</source>
        <translation>Du skrev</translation>
    </message>
    <message>
        <source>The registry has</source>
        <translation>Registeret har</translation>
    </message>
    <message>
        <source>Nobody else has changed this field.</source>
        <translation>Ingen andre har endret dette feltet.</translation>
    </message>
    <message>
        <source>{field}: which value</source>
        <translation>{field}: hvilken verdi</translation>
    </message>
    <message>
        <source>Take the registry&apos;s value</source>
        <translation>Ta registerets verdi</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Behold min verdi</translation>
    </message>
    <message>
        <source>Write another value</source>
        <translation>Skriv en annen verdi</translation>
    </message>
</context>
<context>
    <name>TimelinessTab</name>
    <message>
        <source>Show those completed late</source>
        <translation>Vis dem som ble ferdigstilt for sent</translation>
    </message>
    <message>
        <source>Show those that are overdue</source>
        <translation>Vis dem som er over fristen</translation>
    </message>
    <message>
        <source>Show those completed before their event</source>
        <translation>Vis dem som er ferdigstilt før hendelsen</translation>
    </message>
    <message>
        <source>From the event to the first completion; later changes do not count. Share completed by days since the event (Kaplan–Meier), open forms counted in.</source>
        <translation>Fra hendelsen til skjemaet første gang ble ferdigstilt; senere endringer teller ikke. Andel ferdigstilt etter dager siden hendelsen (Kaplan–Meier), åpne skjemaer medregnet.</translation>
    </message>
</context>
<context>
    <name>TodoCard</name>
    <message>
        <source>What to do</source>
        <translation>Å gjøre</translation>
    </message>
    <message>
        <source>There is nothing to do</source>
        <translation>Det er ingenting å gjøre</translation>
    </message>
    <message>
        <source>Everything the unit has sent is in order.</source>
        <translation>Alt enheten har meldt inn, er i orden.</translation>
    </message>
</context>
<context>
    <name>TodoModel</name>
    <message>
        <source>To do</source>
        <translation>Å gjøre</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tid</translation>
    </message>
    <message>
        <source>can wait</source>
        <translation>kan vente</translation>
    </message>
    <message>
        <source>the registry has asked about {n}</source>
        <translation>registeret har spurt om {n}</translation>
    </message>
    <message>
        <source>Click to see the records.</source>
        <translation>Klikk for å se skjemaene.</translation>
    </message>
</context>
<context>
    <name>TodoTable</name>
    <message>
        <source>What there is to do</source>
        <translation>Det som skal gjøres</translation>
    </message>
</context>
<context>
    <name>TrendChart</name>
    <message>
        <source>Chart over time</source>
        <translation>Figur over tid</translation>
    </message>
    <message>
        <source>baseline: the points that set the first lines</source>
        <translation>grunnlinje: punktene som bestemmer de første linjene</translation>
    </message>
    <message>
        <source>3 sigma limits</source>
        <translation>3 sigma-grenser</translation>
    </message>
    <message>
        <source>signal of change</source>
        <translation>signal om endring</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>utelatt</translation>
    </message>
    <message>
        <source>year not over</source>
        <translation>året er ikke over</translation>
    </message>
    <message>
        <source>month not over</source>
        <translation>måneden er ikke over</translation>
    </message>
    <message>
        <source>note</source>
        <translation>notat</translation>
    </message>
    <message>
        <source>counted differently from here</source>
        <translation>telles annerledes herfra</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Egen</translation>
    </message>
    <message>
        <source>Note {mark}, {day}: {text}</source>
        <translation>Notat {mark}, {day}: {text}</translation>
    </message>
    <message>
        <source>{mark}: counted differently from {day}: {text}</source>
        <translation>{mark}: telles annerledes fra {day}: {text}</translation>
    </message>
    <message>
        <source>&amp;Note on {when} …</source>
        <translation>&amp;Notat til {when} …</translation>
    </message>
    <message>
        <source>No new &amp;phase from here</source>
        <translation>Ikke ny &amp;fase herfra</translation>
    </message>
    <message>
        <source>New &amp;phase from here</source>
        <translation>Ny &amp;fase herfra</translation>
    </message>
    <message>
        <source>&amp;Count this point again</source>
        <translation>&amp;Regn med punktet igjen</translation>
    </message>
    <message>
        <source>&amp;Leave this point out</source>
        <translation>&amp;Utelat punktet</translation>
    </message>
    <message>
        <source>No &amp;baseline</source>
        <translation>Ingen &amp;grunnlinje</translation>
    </message>
    <message>
        <source>&amp;Baseline up to here</source>
        <translation>&amp;Grunnlinje fram til hit</translation>
    </message>
    <message>
        <source>Phase {n}</source>
        <translation>Fase {n}</translation>
    </message>
    <message>
        <source>chosen period</source>
        <translation>valgt periode</translation>
    </message>
    <message>
        <source>Nation</source>
        <translation>Landet</translation>
    </message>
</context>
<context>
    <name>TroublesModel</name>
    <message>
        <source>Line</source>
        <translation>Linje</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Kolonne</translation>
    </message>
    <message>
        <source>What was not understood</source>
        <translation>Hva som ikke ble forstått</translation>
    </message>
</context>
<context>
    <name>TroublesTable</name>
    <message>
        <source>What was not understood</source>
        <translation>Hva som ikke ble forstått</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Egne tall</source>
        <translation>Egne tall</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Velg en passfrase</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Lås opp</translation>
    </message>
    <message>
        <source>This computer has no keyring, so your figures are protected by a passphrase. It is stored nowhere: if it is lost, the figures must be fetched again and what you have written is gone.</source>
        <translation>Denne maskinen har ingen nøkkelring, så tallene dine beskyttes med en passfrase. Den lagres ingen steder: Går den tapt, må tallene hentes på nytt, og det du har skrevet, er borte.</translation>
    </message>
    <message>
        <source>Your figures on this computer are protected by a passphrase.</source>
        <translation>Tallene dine på denne maskinen er beskyttet med en passfrase.</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>&amp;Passfrase</translation>
    </message>
    <message>
        <source>&amp;Once more</source>
        <translation>&amp;Én gang til</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Beskytt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>At least {n} characters.</source>
        <translation>Minst {n} tegn.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>De to er ikke like.</translation>
    </message>
</context>
<context>
    <name>UnsentCopies</name>
    <message>
        <source>Copy &amp;unsent work …</source>
        <translation>Kopier &amp;usendt arbeid …</translation>
    </message>
    <message>
        <source>&amp;Take in a copy …</source>
        <translation>&amp;Hent inn en kopi …</translation>
    </message>
    <message>
        <source>unsent {day}.unsent</source>
        <translation>usendt {day}.unsent</translation>
    </message>
    <message>
        <source>There is nothing unsent here to copy.</source>
        <translation>Det er ikke noe usendt her å kopiere.</translation>
    </message>
    <message>
        <source>Unsent here: {n} corrections and answers.</source>
        <translation>Usendt her: {n} rettinger og svar.</translation>
    </message>
    <message>
        <source>Fingerprint: {fingerprint}. Compare it with the one that the unit keeps.</source>
        <translation>Fingeravtrykk: {fingerprint}. Sammenlign det med det enheten har notert.</translation>
    </message>
    <message>
        <source>Fingerprint: {fingerprint}, the same key as last time.</source>
        <translation>Fingeravtrykk: {fingerprint}, samme nøkkel som sist.</translation>
    </message>
    <message>
        <source>Fingerprint: {fingerprint}. This is another key than last time: ask whoever keeps the unit&apos;s key.</source>
        <translation>Fingeravtrykk: {fingerprint}. Dette er en annen nøkkel enn sist: Spør den som oppbevarer enhetens nøkkel.</translation>
    </message>
    <message>
        <source>There is a file of that name already. Choose another name.</source>
        <translation>Det finnes alt en fil med det navnet. Velg et annet navn.</translation>
    </message>
    <message>
        <source>{n} corrections and answers are in {file}. They are still here as well, and are sent from here.</source>
        <translation>{n} rettinger og svar ligger i {file}. De ligger også her fremdeles og sendes herfra.</translation>
    </message>
    <message>
        <source>Taken in: {n} corrections and {m} answers. What is ready is sent at the next synchronisation.</source>
        <translation>Hentet inn: {n} rettinger og {m} svar. Det som er klart, sendes ved neste synkronisering.</translation>
    </message>
    <message>
        <source>Copied {when}: {n} corrections and {m} answers are new here, {here} are here already.</source>
        <translation>Kopiert {when}: {n} rettinger og {m} svar er nye her, {here} er her fra før.</translation>
    </message>
    <message>
        <source>{n} cannot be taken in; the list says why.</source>
        <translation>{n} kan ikke hentes inn; listen sier hvorfor.</translation>
    </message>
</context>
<context>
    <name>UsesModel</name>
    <message>
        <source>Kind</source>
        <translation>Slag</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Hvordan</translation>
    </message>
</context>
<context>
    <name>UsesTable</name>
    <message>
        <source>Used by</source>
        <translation>Brukes av</translation>
    </message>
</context>
<context>
    <name>ValidationPage</name>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Validation study</source>
        <translation>Valideringsstudie</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Studier</translation>
    </message>
    <message>
        <source>New study</source>
        <translation>Ny studie</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>There are no records to validate here</source>
        <translation>Her er det ingen skjemaer å validere</translation>
    </message>
    <message>
        <source>This registry&apos;s published results are here, but none of the unit&apos;s own records.</source>
        <translation>Registerets publiserte resultater er her, men ingen av enhetens egne skjemaer.</translation>
    </message>
    <message>
        <source>No validation study yet</source>
        <translation>Ingen valideringsstudie ennå</translation>
    </message>
    <message>
        <source>A random sample of the unit&apos;s records is read again in the journal, without seeing what was registered. The comparison shows, variable by variable, how far the registry can be relied on.</source>
        <translation>Et tilfeldig utvalg av enhetens skjemaer leses på nytt i journalen, uten at man ser hva som ble registrert. Sammenligningen viser, variabel for variabel, hvor langt man kan stole på registeret.</translation>
    </message>
    <message>
        <source>{done} of {of} read</source>
        <translation>{done} av {of} lest</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>ferdig</translation>
    </message>
</context>
<context>
    <name>ValidityTab</name>
    <message>
        <source>Not checked, as the definition was not understood: {names}.</source>
        <translation>Ikke kontrollert, fordi definisjonen ikke ble forstått: {names}.</translation>
    </message>
</context>
<context>
    <name>VariableView</name>
    <message>
        <source>The variable</source>
        <translation>Variabelen</translation>
    </message>
    <message>
        <source>No rule, indicator or subgroup reads this variable.</source>
        <translation>Ingen regel, indikator eller undergruppe bruker denne variabelen.</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Unit of measurement</source>
        <translation>Måleenhet</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatorisk</translation>
    </message>
    <message>
        <source>Possible values</source>
        <translation>Mulige verdier</translation>
    </message>
    <message>
        <source>Usual values</source>
        <translation>Vanlige verdier</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>I bruk</translation>
    </message>
    <message>
        <source>Identifies the patient</source>
        <translation>Identifiserer pasienten</translation>
    </message>
    <message>
        <source>yes; it is masked where records are shown</source>
        <translation>ja; den er skjult der skjemaer vises</translation>
    </message>
    <message>
        <source>Dates the form</source>
        <translation>Daterer skjemaet</translation>
    </message>
    <message>
        <source>yes; records count by it</source>
        <translation>ja; skjemaene telles etter den</translation>
    </message>
    <message>
        <source>Comparability</source>
        <translation>Sammenlignbarhet</translation>
    </message>
    <message>
        <source>Code list ({n})</source>
        <translation>Kodeliste ({n})</translation>
    </message>
    <message>
        <source>Changed since version {version}</source>
        <translation>Endret siden versjon {version}</translation>
    </message>
    <message>
        <source>Nothing about this variable, or about what uses it, has changed.</source>
        <translation>Ingenting ved denne variabelen, eller ved det som bruker den, er endret.</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Brukes av</translation>
    </message>
</context>
<context>
    <name>VariablesModel</name>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
</context>
<context>
    <name>VariablesPage</name>
    <message>
        <source>Views of the codebook</source>
        <translation>Visninger av kodeboken</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variabler</translation>
    </message>
    <message>
        <source>Changes between versions</source>
        <translation>Endringer mellom versjoner</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Leser …</translation>
    </message>
    <message>
        <source>Search the codebook</source>
        <translation>Søk i kodeboken</translation>
    </message>
    <message>
        <source>Search names, codes and help texts</source>
        <translation>Søk i navn, koder og hjelpetekster</translation>
    </message>
    <message>
        <source>Ctrl+F comes here from anywhere on the page</source>
        <translation>Ctrl+F fører hit fra hele siden</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Kopier tabellen</translation>
    </message>
    <message>
        <source>Counted differently</source>
        <translation>Telles annerledes</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>This registry has no codebook here</source>
        <translation>Dette registeret har ingen kodebok her</translation>
    </message>
    <message>
        <source>Its published results are here, but not the definition of its variables. The codebook comes from the registry&apos;s own service, when the unit is connected to it.</source>
        <translation>De publiserte resultatene er her, men ikke definisjonen av variablene. Kodeboken kommer fra registerets egen tjeneste når enheten er koblet til den.</translation>
    </message>
    <message>
        <source>{n} of {all} variables</source>
        <translation>{n} av {all} variabler</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ingen treff</translation>
    </message>
    <message>
        <source>No variable has all of these words in its name, label, codes or help text.</source>
        <translation>Ingen variabel har alle disse ordene i navn, ledetekst, koder eller hjelpetekst.</translation>
    </message>
    <message>
        <source>Show all variables</source>
        <translation>Vis alle variabler</translation>
    </message>
    <message>
        <source>From {date}</source>
        <translation>Fra {date}</translation>
    </message>
    <message>
        <source>Version {now}</source>
        <translation>Versjon {now}</translation>
    </message>
    <message>
        <source>Only one version of the definition is here</source>
        <translation>Her er bare én versjon av definisjonen</translation>
    </message>
    <message>
        <source>When the registry changes it, what changed is told here after the next synchronisation.</source>
        <translation>Når registeret endrer den, står det her hva som er endret etter neste synkronisering.</translation>
    </message>
    <message>
        <source>From version {before} to version {now}</source>
        <translation>Fra versjon {before} til versjon {now}</translation>
    </message>
    <message>
        <source>Nothing has changed</source>
        <translation>Ingenting er endret</translation>
    </message>
    <message>
        <source>Variables, codes, rules and indicators are the same in both versions.</source>
        <translation>Variabler, koder, regler og indikatorer er de samme i begge versjoner.</translation>
    </message>
    <message>
        <source>{n} changes. A variable or indicator can be opened with Enter.</source>
        <translation>{n} endringer. En variabel eller indikator kan åpnes med Enter.</translation>
    </message>
</context>
<context>
    <name>VariablesTable</name>
    <message>
        <source>Variables</source>
        <translation>Variabler</translation>
    </message>
</context>
<context>
    <name>WaitingModel</name>
    <message>
        <source>What waits</source>
        <translation>Hva som venter</translation>
    </message>
    <message>
        <source>Since the event</source>
        <translation>Siden hendelsen</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Skjemaer</translation>
    </message>
</context>
<context>
    <name>WaitingTable</name>
    <message>
        <source>Drafts and returned forms that wait</source>
        <translation>Kladder og returnerte skjemaer som venter</translation>
    </message>
</context>
<context>
    <name>WindowedTable</name>
    <message>
        <source>Columns that stay in sight</source>
        <translation>Kolonner som holdes i syne</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>no cases</source>
        <translation>ingen tilfeller</translation>
    </message>
    <message>
        <source>too few</source>
        <translation>for få</translation>
    </message>
    <message>
        <source>withheld</source>
        <translation>holdt tilbake</translation>
    </message>
    <message>
        <source>not published</source>
        <translation>ikke publisert</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>ikke beregnet</translation>
    </message>
    <message>
        <source>A funnel plot needs a numerator and a denominator, or expected cases; this measure has neither.</source>
        <translation>Et traktplott krever teller og nevner, eller forventede tilfeller; dette målet har ingen av delene.</translation>
    </message>
    <message>
        <source>The registry publishes the values without the counts behind them.</source>
        <translation>Registeret publiserer verdiene uten antallene bak dem.</translation>
    </message>
    <message>
        <source>The nation has no value in this period to compare with.</source>
        <translation>Landet har ingen verdi å sammenligne med i denne perioden.</translation>
    </message>
    <message>
        <source>inside the 95 % limits</source>
        <translation>innenfor 95 %-grensene</translation>
    </message>
    <message>
        <source>above the 99.8 % limits</source>
        <translation>over 99,8 %-grensene</translation>
    </message>
    <message>
        <source>below the 99.8 % limits</source>
        <translation>under 99,8 %-grensene</translation>
    </message>
    <message>
        <source>above the 95 % limits, inside the 99.8 % limits</source>
        <translation>over 95 %-grensene, men innenfor 99,8 %-grensene</translation>
    </message>
    <message>
        <source>below the 95 % limits, inside the 99.8 % limits</source>
        <translation>under 95 %-grensene, men innenfor 99,8 %-grensene</translation>
    </message>
    <message>
        <source>Only 1 unit has enough cases to be drawn.</source>
        <translation>Bare 1 enhet har nok tilfeller til å tegnes.</translation>
    </message>
    <message>
        <source>None of {all} units lies outside the 99.8 % limits.</source>
        <translation>Ingen av {all} enheter ligger utenfor 99,8 %-grensene.</translation>
    </message>
    <message>
        <source>1 of {all} units lies outside the 99.8 % limits ({high} above, {low} below).</source>
        <translation>1 av {all} enheter ligger utenfor 99,8 %-grensene ({high} over, {low} under).</translation>
    </message>
    <message>
        <source>{outside} of {all} units lie outside the 99.8 % limits ({high} above, {low} below).</source>
        <translation>{outside} av {all} enheter ligger utenfor 99,8 %-grensene ({high} over, {low} under).</translation>
    </message>
    <message>
        <source>{unit} lies {where}.</source>
        <translation>{unit} ligger {where}.</translation>
    </message>
    <message>
        <source>1 unit with too few cases or no value is not drawn.</source>
        <translation>1 enhet med for få tilfeller eller uten verdi er ikke tegnet.</translation>
    </message>
    <message>
        <source>{n} units with too few cases or no value are not drawn.</source>
        <translation>{n} enheter med for få tilfeller eller uten verdi er ikke tegnet.</translation>
    </message>
    <message>
        <source>Together the units vary more than chance gives (φ = {phi}, τ² = {tau2}).</source>
        <translation>Samlet varierer enhetene mer enn tilfeldigheter gir (φ = {phi}; τ² = {tau2}).</translation>
    </message>
    <message>
        <source>Together the units vary about as much as chance gives (φ = {phi}, τ² = {tau2}).</source>
        <translation>Samlet varierer enhetene omtrent som tilfeldigheter gir (φ = {phi}; τ² = {tau2}).</translation>
    </message>
    <message>
        <source>The limits are widened for it.</source>
        <translation>Grensene er utvidet for det.</translation>
    </message>
    <message>
        <source>The limits are not widened for it.</source>
        <translation>Grensene er ikke utvidet for det.</translation>
    </message>
    <message>
        <source>Differences in patients or in registration can lie behind it, but so can real differences in treatment: a large φ can hide them.</source>
        <translation>Ulike pasienter eller ulik registrering kan ligge bak, men det kan også reelle forskjeller i behandling: en stor φ kan skjule dem.</translation>
    </message>
    <message>
        <source>Only what is measured as a number has a distribution.</source>
        <translation>Bare det som måles som et tall, har en fordeling.</translation>
    </message>
    <message>
        <source>The registry publishes values, not how they are spread.</source>
        <translation>Registeret publiserer verdier, ikke hvordan de er fordelt.</translation>
    </message>
    <message>
        <source>There are too few own cases in this period to show.</source>
        <translation>Det er for få egne tilfeller i denne perioden til å vises.</translation>
    </message>
    <message>
        <source>There are no cases in this period.</source>
        <translation>Det er ingen tilfeller i denne perioden.</translation>
    </message>
    <message>
        <source>The registry withholds the values, because few patients stand behind them.</source>
        <translation>Registeret holder verdiene tilbake, fordi få pasienter står bak dem.</translation>
    </message>
    <message>
        <source>The distribution cannot be computed, because the definition was refused.</source>
        <translation>Fordelingen kan ikke beregnes, fordi definisjonen ble avvist.</translation>
    </message>
    <message>
        <source>Half of the own cases lie between {first} and {third} (median {median}, mean {mean}; n = {n}).</source>
        <translation>Halvparten av de egne tilfellene ligger mellom {first} og {third} (median {median}; gjennomsnitt {mean}; n = {n}).</translation>
    </message>
    <message>
        <source>In the rest of the country half lie between {first} and {third} (median {median}, mean {mean}; n = {n}).</source>
        <translation>I resten av landet ligger halvparten mellom {first} og {third} (median {median}; gjennomsnitt {mean}; n = {n}).</translation>
    </message>
    <message>
        <source>own {share} ({n})</source>
        <translation>egen {share} ({n})</translation>
    </message>
    <message>
        <source>rest {share}</source>
        <translation>resten {share}</translation>
    </message>
    <message>
        <source>at least {low}</source>
        <translation>minst {low}</translation>
    </message>
    <message>
        <source>up to {high}</source>
        <translation>til og med {high}</translation>
    </message>
    <message>
        <source>under {high}</source>
        <translation>under {high}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} til {high}</translation>
    </message>
    <message>
        <source>{low} to under {high}</source>
        <translation>{low} til under {high}</translation>
    </message>
    <message>
        <source>There are too few cases in this period to show a value.</source>
        <translation>Det er for få tilfeller i denne perioden til å vise en verdi.</translation>
    </message>
    <message>
        <source>The registry withholds the value, because few patients stand behind it.</source>
        <translation>Registeret holder verdien tilbake fordi det står få pasienter bak den.</translation>
    </message>
    <message>
        <source>The registry has not published a value for this period.</source>
        <translation>Registeret har ikke publisert noen verdi for denne perioden.</translation>
    </message>
    <message>
        <source>The value cannot be computed, because the definition was refused.</source>
        <translation>Verdien kan ikke beregnes fordi definisjonen ble avvist.</translation>
    </message>
    <message>
        <source>High attainment</source>
        <translation>Høy måloppnåelse</translation>
    </message>
    <message>
        <source>Moderate attainment</source>
        <translation>Moderat måloppnåelse</translation>
    </message>
    <message>
        <source>Low attainment</source>
        <translation>Lav måloppnåelse</translation>
    </message>
    <message>
        <source>Attainment is high.</source>
        <translation>Måloppnåelsen er høy.</translation>
    </message>
    <message>
        <source>Attainment is moderate.</source>
        <translation>Måloppnåelsen er moderat.</translation>
    </message>
    <message>
        <source>Attainment is low.</source>
        <translation>Måloppnåelsen er lav.</translation>
    </message>
    <message>
        <source>Attainment is high, but could be another level within the uncertainty.</source>
        <translation>Måloppnåelsen er høy, men kan være på et annet nivå innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>Attainment is moderate, but could be another level within the uncertainty.</source>
        <translation>Måloppnåelsen er moderat, men kan være på et annet nivå innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>Attainment is low, but could be another level within the uncertainty.</source>
        <translation>Måloppnåelsen er lav, men kan være på et annet nivå innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>The registry&apos;s levels contradict each other, so no attainment is given.</source>
        <translation>Registerets nivåer motsier hverandre, så måloppnåelsen er ikke oppgitt.</translation>
    </message>
    <message>
        <source>The registry has set no target.</source>
        <translation>Registeret har ikke satt noe mål.</translation>
    </message>
    <message>
        <source>There is no own value to hold against the target.</source>
        <translation>Det er ingen egen verdi å holde opp mot målet.</translation>
    </message>
    <message>
        <source>95 % CI {interval}</source>
        <translation>95 % KI {interval}</translation>
    </message>
    <message>
        <source>quartiles {first} and {third}</source>
        <translation>kvartiler {first} og {third}</translation>
    </message>
    <message>
        <source>{numerator} of {denominator}</source>
        <translation>{numerator} av {denominator}</translation>
    </message>
    <message>
        <source>n = {n}</source>
        <translation>n = {n}</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>foreløpig</translation>
    </message>
    <message>
        <source>The share is {value} in {period}.</source>
        <translation>Andelen er {value} i {period}.</translation>
    </message>
    <message>
        <source>The mean is {value} in {period}.</source>
        <translation>Gjennomsnittet er {value} i {period}.</translation>
    </message>
    <message>
        <source>The median is {value} in {period}.</source>
        <translation>Medianen er {value} i {period}.</translation>
    </message>
    <message>
        <source>The rate is {value} in {period}.</source>
        <translation>Raten er {value} i {period}.</translation>
    </message>
    <message>
        <source>Observed over expected is {value} in {period}.</source>
        <translation>Observert delt på forventet er {value} i {period}.</translation>
    </message>
    <message>
        <source>Time between cases is {value} in {period}.</source>
        <translation>Tiden mellom tilfellene er {value} i {period}.</translation>
    </message>
    <message>
        <source>The number is {value} in {period}.</source>
        <translation>Antallet er {value} i {period}.</translation>
    </message>
    <message>
        <source>That is clearly higher than the nation ({nation}).</source>
        <translation>Det er klart høyere enn landet ({nation}).</translation>
    </message>
    <message>
        <source>That is clearly lower than the nation ({nation}).</source>
        <translation>Det er klart lavere enn landet ({nation}).</translation>
    </message>
    <message>
        <source>That is the same as the nation ({nation}).</source>
        <translation>Det er det samme som landet ({nation}).</translation>
    </message>
    <message>
        <source>That is higher than the nation ({nation}).</source>
        <translation>Det er høyere enn landet ({nation}).</translation>
    </message>
    <message>
        <source>That is lower than the nation ({nation}).</source>
        <translation>Det er lavere enn landet ({nation}).</translation>
    </message>
    <message>
        <source>That is higher than the nation ({nation}), but within the uncertainty.</source>
        <translation>Det er høyere enn landet ({nation}), men innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>That is lower than the nation ({nation}), but within the uncertainty.</source>
        <translation>Det er lavere enn landet ({nation}), men innenfor usikkerheten.</translation>
    </message>
    <message>
        <source>No unit has enough cases in this period to be drawn.</source>
        <translation>Ingen enhet har nok tilfeller i perioden til å tegnes.</translation>
    </message>
    <message>
        <source>All {all} units are drawn.</source>
        <translation>Alle de {all} enhetene er tegnet.</translation>
    </message>
    <message>
        <source>{drawn} of {all} units are drawn; the others have too few cases or no value.</source>
        <translation>{drawn} av {all} enheter er tegnet; de andre har for få tilfeller eller ingen verdi.</translation>
    </message>
    <message>
        <source>{clear} differ clearly from the nation, each looked at alone.</source>
        <translation>{clear} skiller seg klart fra landet, sett hver for seg.</translation>
    </message>
    <message>
        <source>None differs clearly from the nation.</source>
        <translation>Ingen skiller seg klart fra landet.</translation>
    </message>
    <message>
        <source>the period is not over</source>
        <translation>perioden er ikke over</translation>
    </message>
    <message>
        <source>95 % interval by Wilson</source>
        <translation>95 % intervall etter Wilson</translation>
    </message>
    <message>
        <source>95 % t interval</source>
        <translation>95 % t-intervall</translation>
    </message>
    <message>
        <source>95 % interval of the median (notch)</source>
        <translation>95 % intervall for medianen (notch)</translation>
    </message>
    <message>
        <source>95 % interval by Byar</source>
        <translation>95 % intervall etter Byar</translation>
    </message>
    <message>
        <source>95 % exact interval</source>
        <translation>95 % eksakt intervall</translation>
    </message>
    <message>
        <source>n per year {range}</source>
        <translation>n per år {range}</translation>
    </message>
    <message>
        <source>n per month {range}</source>
        <translation>n per måned {range}</translation>
    </message>
    <message>
        <source>Yearly values</source>
        <translation>Årlige verdier</translation>
    </message>
    <message>
        <source>Monthly values</source>
        <translation>Månedlige verdier</translation>
    </message>
    <message>
        <source>target: at least {level}</source>
        <translation>mål: minst {level}</translation>
    </message>
    <message>
        <source>target: at most {level}</source>
        <translation>mål: høyst {level}</translation>
    </message>
    <message>
        <source>at least {level}</source>
        <translation>minst {level}</translation>
    </message>
    <message>
        <source>at most {level}</source>
        <translation>høyst {level}</translation>
    </message>
    <message>
        <source>under {level}</source>
        <translation>under {level}</translation>
    </message>
    <message>
        <source>over {level}</source>
        <translation>over {level}</translation>
    </message>
    <message>
        <source>less than an hour old</source>
        <translation>under en time gamle</translation>
    </message>
    <message>
        <source>1 hour old</source>
        <translation>1 time gamle</translation>
    </message>
    <message>
        <source>{n} hours old</source>
        <translation>{n} timer gamle</translation>
    </message>
    <message>
        <source>{n} days old</source>
        <translation>{n} dager gamle</translation>
    </message>
    <message>
        <source>data as of {moment}</source>
        <translation>data per {moment}</translation>
    </message>
    <message>
        <source>Not fetched yet</source>
        <translation>Ikke hentet ennå</translation>
    </message>
    <message>
        <source>Data as of {moment} ({age})</source>
        <translation>Data per {moment} ({age})</translation>
    </message>
    <message>
        <source>Run chart</source>
        <translation>Seriediagram</translation>
    </message>
    <message>
        <source>p chart</source>
        <translation>p-diagram</translation>
    </message>
    <message>
        <source>p′ chart</source>
        <translation>p′-diagram</translation>
    </message>
    <message>
        <source>u chart</source>
        <translation>u-diagram</translation>
    </message>
    <message>
        <source>u′ chart</source>
        <translation>u′-diagram</translation>
    </message>
    <message>
        <source>c chart</source>
        <translation>c-diagram</translation>
    </message>
    <message>
        <source>i chart (single values)</source>
        <translation>i-diagram (enkeltverdier)</translation>
    </message>
    <message>
        <source>i′ chart (single values by size)</source>
        <translation>i′-diagram (enkeltverdier etter størrelse)</translation>
    </message>
    <message>
        <source>mr chart (moving ranges)</source>
        <translation>mr-diagram (endring fra punkt til punkt)</translation>
    </message>
    <message>
        <source>x̄ chart (means)</source>
        <translation>x̄-diagram (gjennomsnitt)</translation>
    </message>
    <message>
        <source>s chart (standard deviations)</source>
        <translation>s-diagram (standardavvik)</translation>
    </message>
    <message>
        <source>g chart (cases between events)</source>
        <translation>g-diagram (tilfeller mellom hendelser)</translation>
    </message>
    <message>
        <source>t chart (time between events)</source>
        <translation>t-diagram (tid mellom hendelser)</translation>
    </message>
    <message>
        <source>Making Data Count (NHS England)</source>
        <translation>«Making Data Count» (NHS England)</translation>
    </message>
    <message>
        <source>too few events a month for control limits (expected {expected}; needs {needed})</source>
        <translation>for få hendelser per måned til kontrollgrenser (ventet {expected}; trenger {needed})</translation>
    </message>
    <message>
        <source>too few events a year for control limits (expected {expected}; needs {needed})</source>
        <translation>for få hendelser per år til kontrollgrenser (ventet {expected}; trenger {needed})</translation>
    </message>
    <message>
        <source>too few events for control limits (expected {expected}; needs {needed})</source>
        <translation>for få hendelser til kontrollgrenser (ventet {expected}; trenger {needed})</translation>
    </message>
    <message>
        <source>too few points for control limits ({points}; needs {points_needed})</source>
        <translation>for få punkter til kontrollgrenser ({points}; trenger {points_needed})</translation>
    </message>
    <message>
        <source>the points vary about as much as chance gives (σz {spread}; under {limit})</source>
        <translation>punktene varierer omtrent som tilfeldigheter gir (σz {spread}; under {limit})</translation>
    </message>
    <message>
        <source>the points vary more than chance gives (σz {spread}; at least {limit})</source>
        <translation>punktene varierer mer enn tilfeldigheter gir (σz {spread}; minst {limit})</translation>
    </message>
    <message>
        <source>means with known sizes and standard deviations</source>
        <translation>gjennomsnitt med kjent antall og standardavvik</translation>
    </message>
    <message>
        <source>a median, or a mean without standard deviations, has no control limits of its own</source>
        <translation>en median, eller et gjennomsnitt uten standardavvik, har ikke egne kontrollgrenser</translation>
    </message>
    <message>
        <source>time between rare events</source>
        <translation>tid mellom sjeldne hendelser</translation>
    </message>
    <message>
        <source>cases between rare events</source>
        <translation>tilfeller mellom sjeldne hendelser</translation>
    </message>
    <message>
        <source>the published values came without the counts behind them</source>
        <translation>de publiserte verdiene kom uten tallene bak</translation>
    </message>
    <message>
        <source>{chart}, chosen here. The data ask for {wanted}: {reason}</source>
        <translation>{chart}, valgt her. Dataene tilsier {wanted}: {reason}</translation>
    </message>
    <message>
        <source>is for another kind of measure</source>
        <translation>gjelder en annen type mål</translation>
    </message>
    <message>
        <source>the means came without standard deviations</source>
        <translation>gjennomsnittene kom uten standardavvik</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Centre line</source>
        <translation>Midtlinje</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Gjennomsnitt</translation>
    </message>
    <message>
        <source>The values do not vary, so there are no limits.</source>
        <translation>Verdiene varierer ikke, så det finnes ingen grenser.</translation>
    </message>
    <message>
        <source>No signals: the variation may be by chance alone.</source>
        <translation>Ingen signaler: variasjonen kan være tilfeldig.</translation>
    </message>
    <message>
        <source>{line} by phase: {values}.</source>
        <translation>{line} per fase: {values}.</translation>
    </message>
    <message>
        <source>1 day has passed since the last event.</source>
        <translation>Det er gått 1 dag siden siste hendelse.</translation>
    </message>
    <message>
        <source>{n} days have passed since the last event.</source>
        <translation>Det er gått {n} dager siden siste hendelse.</translation>
    </message>
    <message>
        <source>1 point is left out.</source>
        <translation>1 punkt er utelatt.</translation>
    </message>
    <message>
        <source>{n} points are left out.</source>
        <translation>{n} punkter er utelatt.</translation>
    </message>
    <message>
        <source>limits {limits}</source>
        <translation>grenser {limits}</translation>
    </message>
    <message>
        <source>part of a signal</source>
        <translation>del av et signal</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>utelatt</translation>
    </message>
    <message>
        <source>common cause variation</source>
        <translation>tilfeldig variasjon</translation>
    </message>
    <message>
        <source>special cause: improvement</source>
        <translation>spesiell variasjon: forbedring</translation>
    </message>
    <message>
        <source>special cause: concern</source>
        <translation>spesiell variasjon: bekymringsfull</translation>
    </message>
    <message>
        <source>special cause: high or rising</source>
        <translation>spesiell variasjon: høy eller stigende</translation>
    </message>
    <message>
        <source>special cause: low or falling</source>
        <translation>spesiell variasjon: lav eller fallende</translation>
    </message>
    <message>
        <source>will meet the target at times and miss it at times</source>
        <translation>vil noen ganger nå målet og andre ganger ikke</translation>
    </message>
    <message>
        <source>will meet the target if nothing changes</source>
        <translation>vil nå målet om ingenting endres</translation>
    </message>
    <message>
        <source>will miss the target if nothing changes</source>
        <translation>vil ikke nå målet om ingenting endres</translation>
    </message>
    <message>
        <source>the median</source>
        <translation>medianen</translation>
    </message>
    <message>
        <source>the centre line</source>
        <translation>senterlinjen</translation>
    </message>
    <message>
        <source>the mean</source>
        <translation>gjennomsnittet</translation>
    </message>
    <message>
        <source>There is 1 more signal further back.</source>
        <translation>Det er 1 signal til lenger tilbake.</translation>
    </message>
    <message>
        <source>There are {n} more signals further back.</source>
        <translation>Det er {n} signaler til lenger tilbake.</translation>
    </message>
    <message>
        <source>Phase {n}: {sentence}</source>
        <translation>Fase {n}: {sentence}</translation>
    </message>
    <message>
        <source>There are too few points for limits.</source>
        <translation>Det er for få punkter til grenser.</translation>
    </message>
    <message>
        <source>No point lies off {line}, so the rules for signals are not used.</source>
        <translation>Ingen punkter ligger utenfor {line}, så reglene for signaler er ikke brukt.</translation>
    </message>
    <message>
        <source>{found}; chance seldom gives more than {allowed} in a row: signal of change.</source>
        <translation>{found}; tilfeldig variasjon gir sjelden mer enn {allowed} på rad: signal om endring.</translation>
    </message>
    <message>
        <source>{found}; at least {allowed} times are expected by chance: signal of change.</source>
        <translation>{found}; minst {allowed} er ventet ved tilfeldig variasjon: signal om endring.</translation>
    </message>
    <message>
        <source>{found} ({first} to {last}): signal of change.</source>
        <translation>{found} ({first} til {last}): signal om endring.</translation>
    </message>
    <message>
        <source>{n} points in a row rise</source>
        <translation>{n} punkter på rad stiger</translation>
    </message>
    <message>
        <source>{n} points in a row fall</source>
        <translation>{n} punkter på rad faller</translation>
    </message>
    <message>
        <source>Two of three points lie near the upper limit</source>
        <translation>To av tre punkter ligger nær øvre grense</translation>
    </message>
    <message>
        <source>Two of three points lie near the lower limit</source>
        <translation>To av tre punkter ligger nær nedre grense</translation>
    </message>
    <message>
        <source>{n} points in a row lie above {line}</source>
        <translation>{n} punkter på rad ligger over {line}</translation>
    </message>
    <message>
        <source>{n} points in a row lie below {line}</source>
        <translation>{n} punkter på rad ligger under {line}</translation>
    </message>
    <message>
        <source>The series never crosses {line}</source>
        <translation>Serien krysser aldri {line}</translation>
    </message>
    <message>
        <source>The series crosses {line} once</source>
        <translation>Serien krysser {line} én gang</translation>
    </message>
    <message>
        <source>The series crosses {line} {n} times</source>
        <translation>Serien krysser {line} {n} ganger</translation>
    </message>
    <message>
        <source>From {first} to {last} {n} points in a row lie above {line} (not counting those on it)</source>
        <translation>Fra {first} til {last} ligger {n} punkter på rad over {line} (punkter på linjen ikke regnet med)</translation>
    </message>
    <message>
        <source>From {first} to {last} {n} points in a row lie below {line} (not counting those on it)</source>
        <translation>Fra {first} til {last} ligger {n} punkter på rad under {line} (punkter på linjen ikke regnet med)</translation>
    </message>
    <message>
        <source>From {first} to {last} {n} points in a row lie above {line}</source>
        <translation>Fra {first} til {last} ligger {n} punkter på rad over {line}</translation>
    </message>
    <message>
        <source>From {first} to {last} {n} points in a row lie below {line}</source>
        <translation>Fra {first} til {last} ligger {n} punkter på rad under {line}</translation>
    </message>
    <message>
        <source>The last {n} months all lie above {line}</source>
        <translation>De siste {n} månedene ligger alle over {line}</translation>
    </message>
    <message>
        <source>The last {n} months all lie below {line}</source>
        <translation>De siste {n} månedene ligger alle under {line}</translation>
    </message>
    <message>
        <source>The last {n} years all lie above {line}</source>
        <translation>De siste {n} årene ligger alle over {line}</translation>
    </message>
    <message>
        <source>The last {n} years all lie below {line}</source>
        <translation>De siste {n} årene ligger alle under {line}</translation>
    </message>
    <message>
        <source>The last {n} events all lie above {line}</source>
        <translation>De siste {n} hendelsene ligger alle over {line}</translation>
    </message>
    <message>
        <source>The last {n} events all lie below {line}</source>
        <translation>De siste {n} hendelsene ligger alle under {line}</translation>
    </message>
    <message>
        <source>Half of the points or more lie on {line}, so the rules for signals say nothing here.</source>
        <translation>Halvparten av punktene eller flere ligger på {line}, så reglene for signaler sier ingenting her.</translation>
    </message>
    <message>
        <source>the days of the single events are not known here</source>
        <translation>dagene for de enkelte hendelsene er ikke kjent her</translation>
    </message>
    <message>
        <source>Only 1 point can be judged ({needed} are needed): the rules are not used.</source>
        <translation>Bare 1 punkt kan vurderes ({needed} trengs), så reglene for signaler er ikke brukt.</translation>
    </message>
    <message>
        <source>Only {n} points can be judged ({needed} are needed): the rules are not used.</source>
        <translation>Bare {n} punkter kan vurderes ({needed} trengs), så reglene for signaler er ikke brukt.</translation>
    </message>
    <message>
        <source>1 point lies above the upper limit: {when}.</source>
        <translation>1 punkt ligger over øvre grense: {when}.</translation>
    </message>
    <message>
        <source>{n} points lie above the upper limit: {when}.</source>
        <translation>{n} punkter ligger over øvre grense: {when}.</translation>
    </message>
    <message>
        <source>1 point lies below the lower limit: {when}.</source>
        <translation>1 punkt ligger under nedre grense: {when}.</translation>
    </message>
    <message>
        <source>{n} points lie below the lower limit: {when}.</source>
        <translation>{n} punkter ligger under nedre grense: {when}.</translation>
    </message>
    <message>
        <source>{n} earlier</source>
        <translation>{n} tidligere</translation>
    </message>
</context>
<context>
    <name>WorklistCard</name>
    <message>
        <source>Search in record, variable and question (Ctrl+F)</source>
        <translation>Søk i skjema, variabel og spørsmål (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in the worklist</source>
        <translation>Søk i arbeidslisten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Alle statuser</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Alvorlighet</translation>
    </message>
    <message>
        <source>Every severity</source>
        <translation>Alle alvorlighetsgrader</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variabel</translation>
    </message>
    <message>
        <source>Every variable</source>
        <translation>Alle variabler</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eier</translation>
    </message>
    <message>
        <source>Every owner</source>
        <translation>Alle eiere</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alder</translation>
    </message>
    <message>
        <source>Every age</source>
        <translation>Uansett alder</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Every deadline</source>
        <translation>Uansett frist</translation>
    </message>
    <message>
        <source>Answer several …</source>
        <translation>Svar på flere …</translation>
    </message>
    <message>
        <source>The same answer or correction for the selected rows (Ctrl+B)</source>
        <translation>Samme svar eller retting for de valgte radene (Ctrl+B)</translation>
    </message>
    <message>
        <source>Send what is ready to the registry (Ctrl+Shift+Enter)</source>
        <translation>Send det som er klart, til registeret (Ctrl+Shift+Enter)</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Handlinger</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Å gjøre</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>På vei</translation>
    </message>
    <message>
        <source>Nobody&apos;s</source>
        <translation>Ingens</translation>
    </message>
    <message>
        <source>Older than a week</source>
        <translation>Eldre enn en uke</translation>
    </message>
    <message>
        <source>Older than a month</source>
        <translation>Eldre enn en måned</translation>
    </message>
    <message>
        <source>Older than three months</source>
        <translation>Eldre enn tre måneder</translation>
    </message>
    <message>
        <source>Older than a year</source>
        <translation>Eldre enn ett år</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Over fristen</translation>
    </message>
    <message>
        <source>Due within a week</source>
        <translation>Frist innen en uke</translation>
    </message>
    <message>
        <source>Due within a month</source>
        <translation>Frist innen en måned</translation>
    </message>
    <message>
        <source>Corrections: {n}</source>
        <translation>Rettinger: {n}</translation>
    </message>
    <message>
        <source>Nothing fits the filter.</source>
        <translation>Ingenting passer med filteret.</translation>
    </message>
    <message>
        <source>The registry asks about nothing, and no rule is broken. Well done.</source>
        <translation>Registeret spør ikke om noe, og ingen regel er brutt. Bra jobbet.</translation>
    </message>
    <message>
        <source>Send {n} when connected</source>
        <translation>Send {n} når tilkoblet</translation>
    </message>
    <message>
        <source>Send {n} now</source>
        <translation>Send {n} nå</translation>
    </message>
</context>
<context>
    <name>WorklistModel</name>
    <message>
        <source>Query</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alder</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eier</translation>
    </message>
    <message>
        <source>Due {day}</source>
        <translation>Frist {day}</translation>
    </message>
    <message>
        <source>Enter: go to the field</source>
        <translation>Enter: gå til feltet</translation>
    </message>
</context>
<context>
    <name>WorklistTable</name>
    <message>
        <source>Worklist</source>
        <translation>Arbeidsliste</translation>
    </message>
</context>
<context>
    <name>YesNoEditor</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Tøm</translation>
    </message>
    <message>
        <source>Neither yes nor no (Delete)</source>
        <translation>Verken ja eller nei (Delete)</translation>
    </message>
</context>
<context>
    <name>_Dialog</name>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>_Order</name>
    <message>
        <source>Open the newest</source>
        <translation>Åpne den nyeste</translation>
    </message>
    <message>
        <source>Open the newest: {report}</source>
        <translation>Åpne den nyeste: {report}</translation>
    </message>
    <message>
        <source>I have seen this</source>
        <translation>Jeg har sett dette</translation>
    </message>
    <message>
        <source>I have seen what changed: {report}</source>
        <translation>Jeg har sett hva som er endret: {report}</translation>
    </message>
    <message>
        <source>What changed is shown here until then</source>
        <translation>Det som er endret, står her til da</translation>
    </message>
    <message>
        <source>Stop making it</source>
        <translation>Slutt å lage den</translation>
    </message>
    <message>
        <source>Stop making it: {report}</source>
        <translation>Slutt å lage den: {report}</translation>
    </message>
    <message>
        <source>Files that were made stay where they are</source>
        <translation>Filer som er laget, blir der de er</translation>
    </message>
</context>
<context>
    <name>_Printing</name>
    <message>
        <source>Print</source>
        <translation>Skriv ut</translation>
    </message>
    <message>
        <source>The printer did not take the pages.</source>
        <translation>Skriveren tok ikke imot sidene.</translation>
    </message>
    <message>
        <source>Nothing or only a part was printed. Try again, or save as PDF.</source>
        <translation>Ingenting eller bare en del ble skrevet ut. Prøv igjen, eller lagre som PDF.</translation>
    </message>
</context>
<context>
    <name>_Saving</name>
    <message>
        <source>Saved: {file}</source>
        <translation>Lagret: {file}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
</TS>
