//! Which field a column's header names, in the words that exports use: English first, German and French basics.

use std::collections::HashMap;
use std::sync::LazyLock;

use register::Field;

/// How a header's name was understood. Smaller strength is better: 1 names the field itself, 2 something that often
/// stands for it, 3 was concluded from words in a longer name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub field: Field,
    pub strength: u8,
    /// The field to take where another column names this one better ("Vendor" beside "Manufacturer" is the supplier).
    pub otherwise: Option<Field>,
}

/// One field with the names that mean it and those that often do; folded as [`fold_name`] does.
type Synonyms = (Field, &'static str, &'static str);

const SYNONYMS: &[Synonyms] = &[
    (
        Field::AssetTag,
        "asset|assetno|assetnum|assetnumber|assetnr|assetid|assettag|assettagno|assettagnumber|assettagid|assetref|assetcode|assetbarcode|tag|tagno|tagnumber|tagid|\
         equipmentno|equipmentnumber|equipmentid|equipno|equipnumber|equipid|equipnr|equiptag|equipmenttag|equipmentref|equipmentcode|\
         inventoryno|inventorynumber|inventoryid|inventorynr|invno|invnr|invnumber|inventorytag|hospitalassetno|trustassetno|biomedtag|biomedno|biomedid|\
         bmeno|bmenumber|bmeid|ceno|cenumber|cetag|controlno|controlnumber|ctrlno|ctrlnumber|deviceno|devicenumber|deviceid|devicetag|plantno|plantnumber|\
         inventarnr|inventarnummer|inventarno|anlagennr|anlagennummer|geratenr|geratenummer|\
         noinventaire|numeroinventaire|numinventaire|ninventaire|numerodinventaire|nodinventaire|ndinventaire|codeequipement",
        "barcode|barcodeno|registerid|cmmsid|recordid|itemno|itemnumber|unitno|unitnumber|plate|label",
    ),
    (
        Field::Name,
        "name|devicename|equipmentname|assetname|displayname|friendlyname|commonname|geratename|nomappareil|nomdelappareil|nomequipement",
        "alias|nickname|knownas|shortname",
    ),
    (
        Field::Manufacturer,
        "manufacturer|manufacturername|manufacturers|manuf|manufact|manufname|mfr|mfrname|mfg|mfgname|mfgr|mfgrname|mnf|mnfr|make|maker|makername|brand|brandname|oem|\
         hersteller|herstellername|fabrikat|fabricant|nomfabricant|marque|constructeur|legalmanufacturer",
        "producer|makedescription|manufacturercode|manufacturerid|mfrcode",
    ),
    (
        Field::Model,
        "model|modelname|models|modelno|modelnumber|modelnr|modelnum|modelid|modeldescription|devicemodel|equipmentmodel|mod|modell|modellname|modellnr|modellnummer|\
         modellbezeichnung|typbezeichnung|modele|nomdumodele|nummodele|makemodel|makeandmodel|manufacturermodel",
        "product|productname|productno|productnumber|catalogno|catalognumber|cataloguenumber|catno|refno|partno|partnumber|partnr|articleno|artikelnr|artikelnummer|reference|ref",
    ),
    (
        Field::UdiDi,
        "udi|udidi|udicode|udinumber|udicarrier|udihrf|gtin|gtin14|gtin13|primarydi|deviceidentifier|deviceidentifierdi|di|gs1|iudi|iud",
        "ean|ean13|uniquedeviceidentifier|uniquedeviceidentification",
    ),
    (
        Field::Serial,
        "serial|serials|serialno|serialnum|serialnumber|serialnumbers|serialnr|serialid|serno|sernr|sernum|ser|sn|snr|sno|snumber|lotserial|serialorlot|serialnolot|devicesn|systemserial|\
         manufacturerserial|manufacturersserialnumber|mfrserial|seriennr|seriennummer|seriennummern|fabriknr|fabriknummer|fabriknr|\
         numeroserie|numserie|noserie|nserie|numerodeserie|nodeserie|ndeserie|numdeserie",
        "servicetag|biosserial|biosserialnumber|chassisserial|chassisserialnumber",
    ),
    (
        Field::DeviceType,
        "devicetype|equipmenttype|equiptype|equiptypedesc|eqtype|assettype|devicecategory|equipmentcategory|equipcategory|assetcategory|deviceclass|equipmentclass|assetclass|kindofdevice|\
         type|devicedescription|equipmentdescription|equipdesc|equipmentdesc|assetdescription|geratetyp|gerateart|geratebezeichnung|geratebeschreibung|\
         typedappareil|typeappareil|typedequipement|typeequipement|genericname|gmdnterm|gmdnname|modality",
        "category|class|device|equipment|instrument|description|desc|gmdn|umdns|nomenclature|generic|kind|typ|art|gerat|gerate|bezeichnung|beschreibung|gerategruppe|\
         categorie|designation|appareil|equipement|libelle|itemdescription|item|producttype",
    ),
    (
        Field::Site,
        "site|sitename|hospital|hospitalname|hospitalsite|trust|campus|facility|facilityname|standort|krankenhaus|klinikum|etablissement|hopital",
        "klinik|organisation|organization|company|house|siteid|sitecode",
    ),
    (
        Field::Department,
        "department|departmentname|dept|deptname|departement|division|clinicalarea|clinicalunit|owningdepartment|userdepartment|abteilung|abt|fachabteilung|uf|unitefonctionnelle|servicehospitalier|kostenstellenname",
        "unit|speciality|specialty|directorate|businessunit|costcentrename|costcenterdescription|team|section",
    ),
    (
        Field::Location,
        "location|locationname|loc|locn|locationdescription|currentlocation|physicallocation|lastlocation|room|roomno|roomnumber|roomname|bay|building|floor|level|\
         raum|raumnr|raumnummer|ort|zimmer|gebaude|etage|stockwerk|lieu|emplacement|localisation|salle|batiment|chambre|aufstellort",
        "place|position|area|platz|locationcode|locationid|wherekept",
    ),
    (
        Field::Owner,
        "owner|ownername|assetowner|deviceowner|equipmentowner|responsible|responsibleperson|responsibility|custodian|keeper|besitzer|eigentumer|verantwortlich|verantwortlicher|responsable|proprietaire",
        "contact|contactperson|manager|departmentmanager|user|assignedto|ansprechpartner|holder|ownedby",
    ),
    (
        Field::Supplier,
        "supplier|suppliername|sup|supp|suppl|supportedby|supportprovider|supportcompany|supportvendor|maintainedby|maintainer|maintenanceprovider|maintenancecontractor|\
         serviceprovider|serviceagent|servicecompany|servicecontractor|servicedby|contractor|lieferant|dienstleister|wartungsfirma|servicefirma|fournisseur|mainteneur|prestataire|societedemaintenance",
        "agent|dealer|distributor|reseller|thirdparty|purchasedfrom|soldby|vendorname",
    ),
    (
        Field::Service,
        "clinicalservice|clinicalservices|serviceline|servicename|carepathway|servesservice|servicesserved|klinischerservice|serviceclinique",
        "service|services|clinicalfunction|pathway",
    ),
    (
        Field::Pool,
        "countedin|servicepool|devicepool|pool|poolname|poolid|countsin|countedinpool",
        "equipmentpool|fleet|group",
    ),
    (
        Field::SoftwareVersion,
        "softwareversion|softwarever|softwarevers|software|softwarerev|softwarerevision|softwarerelease|softwarelevel|swversion|swver|swvers|swv|sw|swrev|swrevision|swrelease|swlevel|\
         applicationversion|appversion|appver|firmware|firmwareversion|firmwarever|firmwarerev|firmwarerevision|fw|fwversion|fwver|fwrev|swfw|swfwversion|softwarefirmware|softwarefirmwareversion|\
         softwarestand|softwareversionen|versionlogiciel|versionlogicielle|versiondulogiciel|versionlogiciels|logiciel",
        "version|ver|vers|versionno|versionnumber|rev|revision|release|programversion|systemversion|systemsoftware",
    ),
    (
        Field::Os,
        "os|osname|operatingsystem|operatingsys|opsys|opsystem|osversion|osver|osbuild|osedition|osrelease|osfull|osdescription|osnameversion|operatingsystemname|operatingsystemversion|operatingsystembuild|\
         windowsversion|betriebssystem|betriebssystemversion|systemedexploitation|systemeexploitation",
        "platform|osplatform|oplatform|osfamily|ostype",
    ),
    (
        Field::Ip,
        "ip|ips|ipaddress|ipaddresses|ipaddr|ipadd|ipadr|ipno|ipnumber|ipv4|ipv4address|ipv6|ipv6address|tcpip|tcpipaddress|staticip|staticipaddress|currentip|lastip|lastknownip|lastipaddress|primaryip|lanip|wlanip|\
         ipadresse|ipadressen|adresseip|adresip",
        "networkaddress|netaddress|addressip",
    ),
    (
        Field::Mac,
        "mac|macs|macaddress|macaddresses|macaddr|macadd|macadr|macid|ethernetmac|ethernetaddress|physicaladdress|hwaddress|hwaddr|hardwareaddress|lanmac|wiredmac|wifimac|wlanmac|wirelessmac|primarymac|\
         lanmacaddress|wlanmacaddress|wifimacaddress|wirelessmacaddress|wiredmacaddress|ethernetmacaddress|macadresse|macadressen|adressemac|adressephysique",
        "nic|nicaddress",
    ),
    (
        Field::Hostname,
        "hostname|host|computername|computer|pcname|dnsname|fqdn|netbiosname|netbios|nodename|machinename|networkname|devicehostname|workstationname|hostnamefqdn|rechnername|rechner|nomdhote|nomhote|nommachine|nomdelordinateur",
        "systemname|dns|workstation|machine|node|servername|domainname",
    ),
    (
        Field::NetworkConnection,
        "networkconnection|networkconnectiontype|connectiontype|connectivity|networktype|networked|networkconnected|connectedtonetwork|wiredwireless|wiredorwireless|networkinterface|networkconnectivity|onnetwork|netzwerkanschluss|netzwerkverbindung|connexionreseau",
        "connection|connected|network|lan|interface|netzwerk|connexion|reseau|medium",
    ),
    (
        Field::Zone,
        "zone|networkzone|securityzone|vlan|vlanid|vlanname|vlanno|subnet|subnetwork|segment|networksegment|netzsegment|netzzone|sousreseau|segmentreseau",
        "networkarea|firewallzone",
    ),
    (
        Field::VendorRemoteAccess,
        "vendorremoteaccess|supplierremoteaccess|remoteaccess|remoteaccessmethod|remoteaccesstype|remotesupport|remoteservice|remotemaintenance|remoteconnection|vendoraccess|fernwartung|fernzugriff|accesdistant|accesadistance|telemaintenance",
        "vpn|vpnaccess|remote",
    ),
    (
        Field::PatientDataStored,
        "patientdatastored|patientdata|storespatientdata|holdspatientdata|containspatientdata|patientdataheld|patientidentifiabledata|phi|ephi|storesphi|storesephi|phistored|ephistored|containsphi|containsephi|hasphi|pii|\
         patientendaten|donneespatient|donneespatients",
        "personaldata|confidentialdata|datastored",
    ),
    (
        Field::PatchStatus,
        "patchstatus|patchlevel|patchstate|patches|patched|patching|patchinformation|patchinfo|updatestatus|servicepack|hotfixlevel|patchstand|niveaudecorrectif",
        "sp|hotfix|hotfixes|updates|lastpatched|lastpatch",
    ),
    (
        Field::SupportStatus,
        "supportstatus|supportstate|supportlevel|supported|vendorsupport|manufacturersupport|maintenancestatus|contractstatus|warrantystatus|eolstatus|eosstatus|supportstufe|statutsupport",
        "support|contract|contracttype|maintenancecontract|undercontract|cover|maintenancelevel|wartungsvertrag",
    ),
    (
        Field::RiskRating,
        "riskrating|risk|risklevel|riskscore|riskcategory|riskclass|riskclassification|riskgroup|risikoklasse|risikostufe|risiko|niveauderisque|niveaurisque|risque",
        "criticality|criticalitylevel|devicecriticality|kritikalitat|criticite",
    ),
    (
        Field::LifeCycle,
        "status|state|lifecycle|lifecyclestatus|lifecyclestate|assetstatus|assetstate|equipmentstatus|equipstatus|devicestatus|deviceregisterstatus|operationalstatus|recordstatus|statut|etat|geratestatus|inuse",
        "stat|condition|condemned|disposalstatus|zustand|usage|active|activeinactive",
    ),
    (
        Field::AcquiredOn,
        "acqdate|acquired|acquiredon|acquisitiondate|acquisition|dateacquired|dateofacquisition|purchasedate|purchased|purchasedon|purchdate|purdate|datepurchased|dateofpurchase|purchaseyear|yearofpurchase|yearpurchased|bought|\
         anschaffungsdatum|anschaffung|anschaffungsjahr|kaufdatum|kaufjahr|dateachat|datedachat|dateacquisition|datedacquisition|anneeachat",
        "installed|installedon|commissionedon|deliveredon|receivedon|installdate|installationdate|dateinstalled|dateofinstallation|commissioned|commissioningdate|commissiondate|datecommissioned|commdate|inservicedate|dateinservice|inservice|serviceentrydate|\
         deliverydate|delivered|datedelivered|receiveddate|datereceived|acceptancedate|dateaccepted|accepted|startdate|yearinstalled|installyear|lieferdatum|inbetriebnahme|inbetriebnahmedatum|miseenservice|datemiseenservice|datedemiseenservice",
    ),
    (
        Field::ManufacturedOn,
        "manufactured|manufacturedon|manufacturedate|manufacturingdate|manufacturedate|dateofmanufacture|datemanufactured|manufdate|mfgdate|mfrdate|mfddate|mfd|dom|yearofmanufacture|manufactureyear|manufacturingyear|mfgyear|yom|\
         productiondate|dateofproduction|builddate|builtdate|built|buildyear|yearbuilt|yearofbuild|baujahr|herstelldatum|herstellungsdatum|herstellungsjahr|anneefabrication|anneedefabrication|datefabrication|datedefabrication",
        "made|madeon",
    ),
    (
        Field::SupportEndsOn,
        "supportends|supportendson|supportend|supportenddate|endofsupport|endofsupportdate|eos|eosdate|eosl|supportexpiry|supportexpires|supportuntil|supportto|contractend|contractends|contractenddate|contractexpiry|contractexpirydate|contractexpires|contractuntil|contractto|\
         maintenancecontractend|servicecontractend|vertragsende|supportende|wartungsvertragbis|findesupport|fincontrat|findecontrat",
        "warrantyend|warrantyends|warrantyenddate|warrantyexpiry|warrantyexpirydate|warrantyexpires|warrantyexpiration|warrantyuntil|warrantyto|guaranteeend|guaranteeexpiry|\
         endoflife|endoflifedate|eol|eoldate|garantiebis|garantieende|fingarantie|findegarantie",
    ),
    (
        Field::NextMaintenanceOn,
        "nextmaintenance|nextmaintenanceon|nextmaintenancedate|maintenancedue|maintenanceduedate|nextppm|nextppmdate|ppmdue|ppmduedate|nextppmdue|ppmnext|nextpm|nextpmdate|pmdue|pmduedate|pmnextdue|nextservice|nextservicedate|nextservicedue|servicedue|serviceduedate|\
         nextinspection|nextinspectiondate|inspectiondue|inspectionduedate|nextplannedmaintenance|nextschedmaint|nachstewartung|nachsterwartungstermin|nachsteprufung|wartungfallig|prochainemaintenance|prochainentretien|prochaincontrole|prochainevisite",
        "ppm|ppmdate|duedate|nextdue|nextduedate|nextdate|nextcalibration|nextcalibrationdate|calibrationdue|calibrationduedate|nexttest|nexttestdate|nextsafetytest|nextest|stk|nextstk|nachstestk|mtk|nachstemtk",
    ),
    (
        Field::Note,
        "note|notes|comment|comments|remark|remarks|bemerkung|bemerkungen|kommentar|anmerkung|anmerkungen|notiz|commentaire|commentaires|remarque|remarques|observation|observations|freetext|memo",
        "",
    ),
];

/// Names that say where else to look when another column says it better.
const OTHERWISE: &[(&str, Field, Field)] = &[
    ("vendor", Field::Manufacturer, Field::Supplier),
    ("ward", Field::Department, Field::Location),
    ("wardname", Field::Department, Field::Location),
    ("station", Field::Department, Field::Location),
];

/// Columns that are known and are no field, so that no rule below mistakes them.
const NO_FIELD: &[&str] = &[
    "lot",
    "lotno",
    "lotnumber",
    "batch",
    "price",
    "cost",
    "preis",
    "prix",
    "value",
    "date",
    "datum",
    "lastseen",
    "zuletztgesehen",
    "ipmask",
    "subnetmask",
    "netmask",
    "gateway",
    "defaultgateway",
    "dnsserver",
    "hardwareversion",
    "hwversion",
    "hwver",
    "hwrev",
    "hardwarerevision",
    "costcentre",
    "costcenter",
    "kostenstelle",
    "ce",
    "pono",
    "servicecontractno",
    "contractno",
    "contractnumber",
    "orderno",
    "ordernumber",
    "invoiceno",
    "quantity",
    "qty",
    "menge",
    "quantite",
    "age",
    "life",
    "expectedlife",
    "phone",
    "telephone",
    "email",
    "firstseen",
    "lastlogin",
    "aetitle",
    "port",
    "ports",
];

/// Words that make a name mean something else than its other words do.
const TURNING: &[&str] = &[
    "old",
    "previous",
    "prev",
    "former",
    "formerly",
    "parent",
    "legacy",
    "alt",
    "alternative",
    "alternate",
    "superseded",
    "replaced",
    "original",
    "master",
    "alt2",
    "alte",
    "alter",
    "fruhere",
    "ancien",
    "ancienne",
    "cost",
    "price",
    "value",
    "preis",
    "prix",
    "phone",
    "telephone",
    "tel",
    "email",
    "mail",
    "mask",
    "licence",
    "license",
    "count",
    "quantity",
    "lot",
];

/// Words that add nothing to a name.
const FILLERS: &[&str] = &[
    "device",
    "devices",
    "equipment",
    "equip",
    "asset",
    "item",
    "medical",
    "current",
    "the",
    "of",
    "des",
    "der",
    "du",
    "de",
    "la",
    "le",
    "full",
    "hospital",
    "primary",
    "main",
    "text",
    "field",
    "name",
    "details",
];

static NAMES: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (strength, pick) in [(1u8, 0usize), (2, 1)] {
        for (field, often, sometimes) in SYNONYMS {
            let list = if pick == 0 { often } else { sometimes };
            for name in list.split('|').filter(|n| !n.is_empty()) {
                names.entry(name).or_insert(Named {
                    field: *field,
                    strength,
                    otherwise: None,
                });
            }
        }
    }
    for (name, field, otherwise) in OTHERWISE {
        names.insert(
            name,
            Named {
                field: *field,
                strength: 2,
                otherwise: Some(*otherwise),
            },
        );
    }
    names
});

/// Letters and digits, lower case, accents off, words kept apart: "S/W Version" is ["s", "w", "version"].
fn words_of(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in header.chars() {
        // "AssetTag" is two words, "MACAddress" is not taken apart and need not be.
        if c.is_uppercase() && before_lower {
            words.push(String::new());
        }
        before_lower = c.is_lowercase();
        let Some(word) = words.last_mut() else { continue };
        match c {
            '#' | '№' => {
                words.push("no".into());
                words.push(String::new());
            }
            '\'' | '’' | '.' => {} // "manufacturer's", "Ser.No"
            '°' | 'º' => word.push('o'),
            c if c.is_alphanumeric() => c
                .to_lowercase()
                .for_each(|c| word.push_str(without_accent(c).encode_utf8(&mut [0; 4]))),
            _ if word.is_empty() => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn without_accent(c: char) -> char {
    match c {
        'ä' | 'à' | 'â' | 'á' | 'ã' | 'å' => 'a',
        'ö' | 'ô' | 'ò' | 'ó' | 'õ' => 'o',
        'ü' | 'û' | 'ù' | 'ú' => 'u',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    }
}

/// The name that headers are compared by: "Asset_No." and "ASSET NO" are one.
pub(crate) fn fold_name(header: &str) -> String {
    words_of(header).concat()
}

/// What a header names; `None` where it says nothing known.
pub(crate) fn named(header: &str) -> Option<Named> {
    if header.len() > 120 {
        return None;
    }
    let all = words_of(header);
    let folded = all.concat();
    if folded.is_empty() || NO_FIELD.contains(&folded.as_str()) {
        return None;
    }
    if let Some(named) = exact(&folded) {
        return Some(named);
    }
    if all.iter().any(|w| TURNING.contains(&w.as_str())) {
        return None;
    }
    // "Serial Number (manufacturer's)": what stands in brackets explains.
    if let Some((before, _)) = header.split_once(['(', '[']).filter(|(before, _)| !before.trim().is_empty()) {
        return named(before);
    }
    let telling: Vec<&str> = all.iter().map(String::as_str).filter(|w| !FILLERS.contains(w)).collect();
    if telling.is_empty() {
        return None;
    }
    exact(&telling.concat())
        .map(|n| Named {
            strength: n.strength.max(2),
            ..n
        })
        .or_else(|| concluded(&all))
}

fn exact(folded: &str) -> Option<Named> {
    NAMES.get(folded).copied()
}

/// From words in a longer name. Each rule: words of which one must be there, words of which one must be there too, words
/// none of which may be.
type Rule = (Field, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const DATE_WORDS: &[&str] = &[
    "date", "year", "on", "due", "end", "ends", "expiry", "expires", "until", "datum", "jahr", "annee",
];

const RULES: &[Rule] = &[
    (
        Field::NextMaintenanceOn,
        &["next", "nachste", "nachster", "prochain", "prochaine", "due"],
        &[
            "ppm",
            "pm",
            "service",
            "maintenance",
            "inspection",
            "test",
            "calibration",
            "wartung",
            "prufung",
        ],
        &[],
    ),
    (
        Field::SupportEndsOn,
        &["warranty", "contract", "support", "guarantee", "garantie", "vertrag"],
        &[
            "end",
            "ends",
            "expiry",
            "expires",
            "expiration",
            "until",
            "bis",
            "ende",
            "fin",
            "to",
        ],
        &["no", "number", "type"],
    ),
    (
        Field::AcquiredOn,
        &[
            "purchase",
            "purchased",
            "acquisition",
            "acquired",
            "install",
            "installation",
            "commissioning",
            "commissioned",
            "delivery",
        ],
        &["date", "year", "on"],
        &[],
    ),
    (
        Field::ManufacturedOn,
        &["manufacture", "manufactured", "manufacturing", "mfg", "production", "build"],
        &["date", "year", "on"],
        &[],
    ),
    (
        Field::Serial,
        &["serial", "seriennummer", "seriennr", "serie", "sn"],
        &[],
        DATE_WORDS,
    ),
    (Field::Mac, &["mac"], &[], DATE_WORDS),
    (Field::Ip, &["ip", "ipv4", "ipv6"], &[], &["mask", "gateway", "date", "dhcp"]),
    (
        Field::SoftwareVersion,
        &["software", "firmware", "sw", "fw", "application"],
        &["version", "ver", "rev", "revision", "release", "level", "v"],
        DATE_WORDS,
    ),
    (
        Field::Os,
        &["os", "windows"],
        &["version", "name", "build", "edition", "type"],
        DATE_WORDS,
    ),
    (Field::Os, &["operating"], &["system"], DATE_WORDS),
    (
        Field::Hostname,
        &["host", "computer", "dns", "netbios", "machine", "pc"],
        &["name"],
        &[],
    ),
    (
        Field::VendorRemoteAccess,
        &["remote"],
        &["access", "support", "maintenance", "service"],
        DATE_WORDS,
    ),
    (
        Field::PatientDataStored,
        &["patient", "phi", "ephi"],
        &["data", "stored", "stores", "held", "information"],
        DATE_WORDS,
    ),
    (
        Field::Manufacturer,
        &["manufacturer", "mfr", "hersteller", "maker", "manuf"],
        &[],
        &[
            "date", "year", "part", "ref", "code", "id", "contact", "no", "number", "support", "on", "serial", "model",
        ],
    ),
    (Field::Model, &["model", "modell", "modele"], &[], &["date", "year", "id"]),
    (
        Field::DeviceType,
        &["device", "equipment", "equip", "asset"],
        &["type", "category", "class", "description", "desc", "group"],
        &[],
    ),
    (
        Field::AssetTag,
        &["asset", "inventory", "equipment", "equip", "tag", "inventar"],
        &["no", "number", "id", "nr", "num", "code", "tag", "barcode", "nummer"],
        &["type", "model"],
    ),
    (
        Field::Department,
        &["department", "dept", "ward", "abteilung"],
        &[],
        &["code", "id", "no", "number", "head", "manager", "contact"],
    ),
    (Field::Location, &["location", "room", "raum"], &[], &["code", "id", "date"]),
    (Field::Site, &["site", "hospital"], &["name"], &[]),
    (
        Field::Supplier,
        &["supplier", "contractor", "maintainer", "lieferant"],
        &[],
        &["code", "id", "no", "number", "contact", "date", "access"],
    ),
    (
        Field::Supplier,
        &["service", "support", "maintenance"],
        &["provider", "by", "company", "agent"],
        &[],
    ),
    (Field::PatchStatus, &["patch", "patches"], &[], &["date", "panel", "port"]),
    (
        Field::RiskRating,
        &["risk"],
        &["rating", "level", "score", "category", "class"],
        &[],
    ),
    (Field::Zone, &["vlan", "zone", "subnet", "segment"], &[], &["mask"]),
    (
        Field::LifeCycle,
        &["status", "lifecycle"],
        &[],
        &[
            "date",
            "support",
            "contract",
            "network",
            "warranty",
            "test",
            "ppm",
            "pm",
            "backup",
            "antivirus",
            "av",
            "encryption",
            "calibration",
            "maintenance",
            "job",
            "order",
            "last",
        ],
    ),
    (Field::Note, &["notes", "comments", "remarks", "bemerkungen"], &[], &[]),
];

fn concluded(words: &[String]) -> Option<Named> {
    if words.len() > 8 {
        return None;
    }
    let any = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    // "S/W ver." falls into letters: "s", "w"; so does "S/N".
    let pair = |a: &str, b: &str| words.windows(2).any(|w| matches!(w, [x, y] if x == a && y == b));
    if pair("s", "n") && !any(DATE_WORDS) {
        return Some(weak(Field::Serial));
    }
    if (pair("s", "w") || pair("f", "w")) && !any(DATE_WORDS) {
        return Some(weak(Field::SoftwareVersion));
    }
    RULES
        .iter()
        .find(|(_, one, and, none)| any(one) && (and.is_empty() || any(and)) && !any(none))
        .map(|(field, ..)| weak(*field))
}

fn weak(field: Field) -> Named {
    Named {
        field,
        strength: 3,
        otherwise: None,
    }
}

/// Headers that say nothing at all, so that a column's content may speak: "Column7", "No.", "ID", "".
pub(crate) fn says_nothing(header: &str) -> bool {
    let folded = fold_name(header);
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(
        stem,
        "" | "column"
            | "col"
            | "field"
            | "f"
            | "unnamed"
            | "spalte"
            | "feld"
            | "colonne"
            | "champ"
            | "no"
            | "nr"
            | "num"
            | "number"
            | "nummer"
            | "numero"
            | "id"
            | "key"
            | "code"
            | "identifier"
    )
}

/// Every name stands for one field: a name listed twice would make the order of the lists matter.
#[cfg(test)]
mod tests;
