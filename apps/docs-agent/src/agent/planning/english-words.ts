import { languageOf } from '@pareto/grounding';
import { keywords } from './revision.ts';

/**
 * Spanish words of questions about software, by their beginning, and what English documentation calls them. The longest
 * beginning that fits counts.
 */
const GLOSSARY = new Map(
  `abr:open acced:access acceso:access actualiz:update activ:enable agreg:add alcance:scope almacen:store alta:register
  añad:add anidad:nested apag:shutdown archivo:file argumento:argument arranc:start asíncron:async asigna:assign
  atributo:attribute autentic:authentication autoriz:authorization ayuda:help base:base biblioteca:library borr:delete
  buscar:search búsqueda:search cabecera:header cadena:string caduc:expire cambi:change campo:field carg:load
  carpeta:folder cerr:close certificado:certificate cierr:close clase:class clave:key cliente:client código:code
  cola:queue columna:column compat:compatible compil:compile comprim:compress comprueb:check comprob:check
  concurren:concurrency conect:connect conexión:connection conexion:connection configur:configure consol:console
  consult:query contador:counter contenido:content contraseña:password convert:convert convierte:convert copia:copy
  correo:mail crea:create cuerpo:body datos:data decor:decorate defecto:default defin:define depur:debug
  desactiv:disable descarg:download desconect:disconnect desplegar:deploy desplieg:deploy devolv:return devuelv:return
  diferenc:difference direc:address directorio:directory ejecut:run ejemplo:example elimin:remove encabezado:header
  encript:encrypt enlace:link entorno:environment entrad:input envi:send envuelv:wrap error:error escrib:write
  escuch:listen esper:wait espera:wait esquema:schema estado:status estric:strict etiqueta:tag evento:event evit:avoid
  excepci:exception exig:require export:export fallo:failure falla:fail fecha:date fichero:file fila:row filtr:filter
  firma:signature flujo:stream formato:format formulario:form función:function funcion:function gancho:hook
  gestion:manage global:global guard:save hereda:inherit herenci:inheritance herramient:tool hijo:child hilo:thread
  hora:time imagen:image import:import imprim:print índice:index inici:start inserta:insert instal:install
  instancia:instance interfaz:interface ignor:ignore lanz:throw lectur:read lee:read leer:read lenguaje:language
  librería:library lím:limit limit:limit límite:limit línea:line lista:list llam:call llave:key longitud:length
  manej:handle marca:mark máxim:maximum memoria:memory mensaje:message método:method mezcl:merge migra:migrate
  mínim:minimum módulo:module mostr:show muestr:show muestra:show nivel:level nombre:name nueva:new nuevo:new nul:null
  número:number numer:number objeto:object obten:get oblig:required opcion:option opción:option orden:order
  origen:origin ordenar:sort página:page paquete:package parámetro:parameter párrafo:paragraph pars:parse pasar:pass
  permis:permission permit:allow petici:request plantilla:template prioridad:priority privad:private proces:process
  propiedad:property protege:protect proteg:protect prueba:test públic:public puerto:port punto:point rama:branch
  recib:receive rechaz:reject recurs:resource red:network redact:redact redirig:redirect reemplaz:replace
  referencia:reference registr:register registro:log reinici:restart renombr:rename rendimiento:performance repet:repeat
  requier:require requisito:requirement respuesta:response resultado:result reutiliz:reuse ruta:route rutas:routes
  salid:output segur:secure seguridad:security segund:second señal:signal serializ:serialize servidor:server
  servicio:service sesión:session siguiente:next simultán:concurrent síncron:sync sobrescrib:override solicitud:request
  soport:support subid:upload subir:upload sub:upload suscri:subscribe tabla:table tamaño:size tarea:task
  tiempo:time tipo:type tipos:types trabaj:work trabajador:worker transac:transaction transform:transform traz:trace
  usar:use uso:usage usuario:user utiliz:use vaci:empty valid:validate valor:value variable:variable verific:verify
  versión:version version:version vista:view`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);
const SHORTEST = 3;

/**
 * The words of a Spanish question as English pages would say them; identifiers and names stay as they are. Undefined for
 * a question in English.
 */
export function englishWords(question: string): string | undefined {
  if (languageOf(question) !== 'es') return undefined;
  return [...new Set(keywords(question).split(' ').map(inEnglish))].join(' ').trim() || undefined;
}

function inEnglish(word: string): string {
  const lower = word.toLowerCase();
  for (let length = lower.length; length >= SHORTEST; length -= 1) {
    const english = GLOSSARY.get(lower.slice(0, length));
    if (english !== undefined) return english;
  }
  return word;
}
