import { isSameFamily, stem } from './stems.ts';

/**
 * Words that a question and a document of a company choose differently for one thing, in English and Spanish, folded. For
 * finding what may answer, never for judging whether a sentence is borne out.
 */
const GROUPS = `sales revenue revenues turnover ventas ingresos facturacion facturo facturar negocios
employees people staff workforce personnel headcount empleados plantilla personas trabajadores personal
car vehicle automobile coche vehiculo
vacation holiday leave off vacaciones permiso permisos libres
pay salary wage wages paid sueldo salario nomina cobra pagan abona
firm company employer empresa sociedad
sick illness ill disease enfermedad baja
allowance limit maximum most limite maximo tope
approve approves approval approver authorize sign autoriza aprueba aprobar autorizar
debt borrowings owe owed lenders loans deuda prestamos
profit earnings income beneficio resultado
price cost costs charge fee precio coste tarifa cuesta
password passwords secret login contraseña clave
laptop laptops computer device devices ordenador portatil
hotel room rooms night habitacion noche alojamiento
meal meals food dinner lunch breakfast comida dieta manutencion
trip travel journey viaje viajes desplazamiento
begin begins start starts started empieza comienza inicio
end ends finish leave termina fin
wait minutes hours espera
repay repayment due falls maturity matures vence vencimiento
buy bought acquire acquired acquisition purchase compro adquirio adquisicion compra
building plant site factory fabrica planta centro
hospital hospitalization ingresado ingreso hospitalizacion
mother father parent parents madre padre familiar
weight heavy weighs peso pesa
temperature degrees hot temperatura grados
loud noise sound ruido sonoro
dismissal fired dismissed sack despido
resign leave quit notice preaviso
error fault failure alarm fallo averia
home remote teletrabajo casa teletrabajar
town public officials official municipal
maternity birth mothers parental nacimiento maternidad
retirement pension savings jubilacion
tuition courses learning education training cursos formacion
refund refunded reimburse reimbursed reimbursement claim claims reembolso reembolsa liquidacion`;

const groupsOf = new Map<string, number[]>();
for (const [i, line] of GROUPS.split('\n').entries()) {
  for (const word of line.trim().split(/\s+/)) {
    const key = stem(word);
    groupsOf.set(key, [...(groupsOf.get(key) ?? []), i]);
  }
}

/** Whether two stems are of one family, or of words that stand for one thing. */
export function isSameMatter(a: string, b: string): boolean {
  if (isSameFamily(a, b)) return true;
  const others = groupsOf.get(b);
  return others !== undefined && (groupsOf.get(a)?.some((group) => others.includes(group)) ?? false);
}
