"""What gives a Spanish writer away. Words are folded: no accents, n for ñ."""

from __future__ import annotations

from privacy.redaction.tongue import Tongue, count, words

_KIN = (
    "hermana hermano hermanita hermanito madre padre mama papa mami papi esposa esposo mujer marido hijo hija hijito "
    "hijita primo prima primito primita tio tia sobrino sobrina abuela abuelo abuelita abuelito novia novio prometida "
    "prometido pareja cunada cunado suegra suegro yerno nuera nieto nieta hijastro hijastra padrastro madrastra "
    "hermanastro hermanastra gemelo gemela ahijado ahijada padrino madrina comadre compadre bebe nene nena hermanas "
    "hermanos hijos hijas primos primas padres tios tias ex exesposa "
    "exmarido exmujer"
)
_PLAIN_KIN = _KIN.replace(" ", "|")
_NUMBERED = "telefono|celular|movil|cel|casa|contacto|whatsapp|trabajo|oficina"

SPANISH = Tongue(
    triggers={
        "stated": (
            "me llamo|llaman", "mi nombre es|:", "mi nombre completo|real|verdadero es|:",
            "mi verdadero|primer|propio|segundo nombre es|:", "mi apellido es|:", "mis apellidos son|:", "me apellido",
            "mi apodo es|:", "mi nombre de pila es",
        ),
        "aside": ("yo ,", "mi nombre ,"),
        "claimed": ("soy", "yo soy", "aqui", "le|les|os|te habla|escribe|saluda|llama", "habla|escribe"),
        "called": (
            "me dicen|apodan|nombran|conocen como?", "me pueden|puede llamar|decir", "pueden|puede llamarme|decirme",
            "llamenme|llameme|llamame|diganme|digame",
        ),
        "signature": (
            "atentamente|saludos|cordialmente|respetuosamente|firmado|firma|firma:|sinceramente", "un|cordial saludo",
        ),
        "number": (
            f"mi numero de? mi? {_NUMBERED}? es|: el?",
            f"mi numero de? {_NUMBERED}? personal|particular|nuevo? es|:? el?",
            f"mi {_NUMBERED} personal|particular|nuevo|fijo? es|:? el?",
            (
                "llamenme|llameme|llamame|llamarme|marquenme|marqueme|marcame|escribanme|escribame|escribeme|escribirme|"
                "contactenme|contacteme|contactame|contactarme|localizarme|encontrarme|textearme al|en|a el|por|numero?"
            ),
            "me pueden|puede|puedes llamar|contactar|localizar|encontrar|escribir|marcar|ubicar al|en|a el?",
            "me encuentran|encuentra|localizan|ubican|contestan en|al el?",
            "mandarme|mandenme|enviarme|envienme|mandeme|mandame un|una|mensajes|mensaje|sms|whatsapp al|a|en el?",
            "mandarme|mandenme|enviarme|envienme|mandeme un|una mensaje|sms|whatsapp al|a",
        ),
        "address": (
            "vivo|vivimos|resido|residimos en el|la|los|las?", "estoy|estamos viviendo en el|la?",
            "me quedo|hospedo|alojo en el|la?", "mi casa|departamento|apartamento|piso|cuarto esta|queda en",
            "vivo|vivimos por el|la?",
        ),
        "beside": ("mi direccion es|:", "mi domicilio es|:", "mi direccion actual|completa|particular es|:"),
        "lives_beside": ("vivo|vivimos", "mi casa|departamento|apartamento|piso esta|queda"),
        "relative": (
            (
                "mi|mis|nuestra|nuestro|nuestras|nuestros querida|querido|pobre|propia|propio? "
                f"{_PLAIN_KIN} mayor|menor|pequena|pequeno|es?"
            ),
            f"mi|nuestra|nuestro {_PLAIN_KIN} mayor|menor|pequena|pequeno? se llama",
            f"el|la nombre de mi {_PLAIN_KIN} es",
        ),
        "role": (
            "soy|era el|la", "trabajo|trabajaba ahi|alli|aca|aqui|alla? como|de el|la", "soy|era su|tu",
            "estoy como el|la",
        ),
        "role_of_speaker": ("como el|la",),
        "email": (
            "mi correo|email|mail|gmail electronico|personal? es|:", "mi e - mail es|:", "mi direccion de correo es|:",
            "mi instagram|insta|telegram|facebook|twitter|snapchat|tiktok|discord|usuario es|:",
            (
                "escribanme|escribame|escribeme|escribirme|contactenme|contactarme|mandenme|envienme|mandarme|enviarme "
                "lo? a|al correo? :?"
            ),
        ),
        "badge": (
            (
                "mi numero de? empleado|placa|gafete|credencial|trabajador|nomina|matricula|pasaporte|dni|cedula|"
                "licencia|identificacion|socio|expediente|seguro|identidad social? es|:"
            ),
            "mi placa|gafete|credencial|dni|cedula|pasaporte|matricula|curp|nif|nie|legajo|ficha|clave numero? es|:",
        ),
    },
    others=words("llamó llamaré apodó"),
    stops=words(
        "a ademas ahi al alguien alla alli ante antes aqui asi aun aunque cada casi como con contra cuando "
        "cual cuyo de del desde despues donde dos durante e el ella ellas ellos en entonces entre era eran es "
        "esa esas ese eso esos esta estaba estan estas este esto estos estoy fue fueron ha hace hacia han "
        "hasta hay hoy la las le les lo los mas me mi mientras mis mucho muy ni no nos nosotros nunca o otra "
        "otro para pero por porque pues que quien quienes quiero se sea segun ser si siempre sin sino sobre "
        "somos son soy su sus tal tambien tampoco tan tanto te tengo ti tiene tienen todo todos tras tu tus "
        "un una uno unos unas va van veo vi vio vivo y ya yo trabajo trabaja hablo llamo ayer manana contesto "
        "nadie solo vengo limpio"
    ),
    never_names=words(
        "lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio "
        "agosto septiembre octubre noviembre diciembre dios senor senora don dona doctor doctora policia "
        "calle avenida importante secreto seguro segura testigo victima anonimo anonima catolico catolica "
        "cristiano cristiana musulman musulmana judio judia mexicano mexicana espanol espanola puta loca loco "
        "gorda gordo"
    ),
    given_names=words(
        "ana maria jose juan luis carlos pedro miguel jesus javier francisco antonio manuel david daniel "
        "alejandro fernando jorge roberto ricardo eduardo raul sergio pablo alberto andres diego rafael ramon "
        "enrique oscar hugo ivan ruben mario arturo gerardo guillermo hector ernesto gabriel ignacio jaime "
        "julio lorenzo marcos martin mateo nicolas santiago sebastian tomas vicente victor emilio felipe "
        "gustavo joaquin rodrigo samuel adrian alvaro carmen josefa isabel laura marta lucia elena cristina "
        "sara paula raquel teresa patricia silvia monica andrea sofia irene alicia sonia susana beatriz "
        "claudia gloria lorena natalia veronica adriana alejandra daniela gabriela guadalupe juana leticia "
        "margarita mariana martha norma rebeca ruth sandra valeria vanessa ximena yolanda julia eva ines "
        "miriam noelia fatima jessica karina karla paola fernanda valentina camila lupe lupita pepe paco toño "
        "memo beto kike nacho chuy juanita emma mohamed ahmed omar ali youssef ibrahim"
    ).union({"tono"}),
    particles=words("de del la las los y van von al el"),
    jobs=words(
        f"{_KIN} guardia vigilante portero chofer conductor contador contable cajero enfermero enfermera "
        "medico medica cocinero cocinera secretaria secretario gerente jefe jefa encargado encargada "
        "recepcionista velador mecanico electricista soldador capataz maestro maestra profesor profesora "
        "director directora intendente conserje auxiliar asistente ayudante asesor abogado abogada notario "
        "tesorero tesorera auditor auditora piloto capitan sargento teniente supervisor supervisora "
        "coordinador inspector inspectora vecino vecina casero casera inquilino inquilina amante viuda viudo "
        "dueno duena propietario propietaria nana ninera jardinero cura parroco alcalde alcaldesa aprendiz "
        "becario becaria pasante interprete ingeniero ingeniera arquitecto arquitecta"
    ),
    job_endings=("ero", "era", "dor", "dora", "ista", "tora", "ario", "aria", "nico", "nica", "gerente"),
    no_jobs=words(
        "primero primera tercero tercera ultimo ultima unica unico manera companero companera verdadero "
        "verdadera extranjero extranjera prisionero prisionera entera entero heredera denunciador ganador "
        "perdedora perdedor agresor contrario contraria necesario comunista usuario usuaria destinatario "
        "pasajero pasajera"
    ),
    job_first=True,
    streets=words(
        "calle avenida av avda camino callejon carretera paseo plaza pasaje ronda travesia colonia col barrio "
        "urbanizacion manzana lote edificio departamento depto dpto apartamento piso puerta bloque torre casa "
        "numero numero km kilometro finca rancho residencial fraccionamiento vecindad cuarto habitacion "
        "portal escalera villa poligono primer segundo tercer quinto planta"
    ),
    digits={
        **count("cero uno dos tres cuatro cinco seis siete ocho nueve"),
        "un": "1", "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14", "quince": "15",
        "dieciseis": "16", "diecisiete": "17", "dieciocho": "18", "diecinueve": "19", "veinte": "20",
        "veintiuno": "21", "veintidos": "22", "veintitres": "23", "veinticuatro": "24", "veinticinco": "25",
        "veintiseis": "26", "veintisiete": "27", "veintiocho": "28", "veintinueve": "29", "treinta": "3",
        "cuarenta": "4", "cincuenta": "5", "sesenta": "6", "setenta": "7", "ochenta": "8", "noventa": "9",
        "cien": "100", "ciento": "1",
    },
    times=words("doble triple"),
    says=words(
        "dijo dice dicen dijeron decia grito grita gritaba conto cuenta respondio contesto escribio escribe "
        "anuncio susurro afirmo afirma agrego repitio"
    ),
    says_self=words("dije digo grite conte respondi conteste escribi repeti decimos dijimos"),
    selves=words("yo nosotros soy"),
    that=words("que"),
    objects=words("me nos le les te a el ella"),
    at=words("arroba"),
    dot=words("punto"),
)  # fmt: skip
