/** An organisation of the network: the city or one of its districts. */
export interface Organisation {
  /** Short name in pinyin, as used by files, tokens and configuration. */
  readonly id: string;
  /** Administrative division code, six digits (GB/T 2260). */
  readonly division: string;
  /** Official name in Chinese. */
  readonly name: string;
  /** Identifier of the organisation's membership service provider in Fabric. */
  readonly mspId: string;
}

/** The city of Shenyang (沈阳市). */
export const CITY = { id: 'city', division: '210100', name: '沈阳市', mspId: 'CityMSP' } as const satisfies Organisation;

/** Every district and county of the city (GB/T 2260), those that have not joined the network yet included. */
export const DISTRICTS: readonly Organisation[] = [
  { id: 'heping', division: '210102', name: '和平区', mspId: 'HepingMSP' },
  { id: 'shenhe', division: '210103', name: '沈河区', mspId: 'ShenheMSP' },
  { id: 'dadong', division: '210104', name: '大东区', mspId: 'DadongMSP' },
  { id: 'huanggu', division: '210105', name: '皇姑区', mspId: 'HuangguMSP' },
  { id: 'tiexi', division: '210106', name: '铁西区', mspId: 'TiexiMSP' },
  { id: 'sujiatun', division: '210111', name: '苏家屯区', mspId: 'SujiatunMSP' },
  { id: 'hunnan', division: '210112', name: '浑南区', mspId: 'HunnanMSP' },
  { id: 'shenbei', division: '210113', name: '沈北新区', mspId: 'ShenbeiMSP' },
  { id: 'yuhong', division: '210114', name: '于洪区', mspId: 'YuhongMSP' },
  { id: 'liaozhong', division: '210115', name: '辽中区', mspId: 'LiaozhongMSP' },
  { id: 'kangping', division: '210123', name: '康平县', mspId: 'KangpingMSP' },
  { id: 'faku', division: '210124', name: '法库县', mspId: 'FakuMSP' },
  { id: 'xinmin', division: '210181', name: '新民市', mspId: 'XinminMSP' },
];

/** The city first, then its districts in the order of their division codes. */
export const ORGANISATIONS: readonly Organisation[] = [CITY, ...DISTRICTS];

/** The organisation with this MSP, or undefined when it is none of the city's. */
export function findOrganisationByMsp(mspId: string): Organisation | undefined {
  return ORGANISATIONS.find((organisation) => organisation.mspId === mspId);
}

/** The organisation of this division (six digits), or undefined when it is none of the city's. */
export function findOrganisationByDivision(division: string): Organisation | undefined {
  return ORGANISATIONS.find((organisation) => organisation.division === division);
}

/** The organisation with this short name, or undefined when it is none of the city's. */
export function findOrganisationById(id: string): Organisation | undefined {
  return ORGANISATIONS.find((organisation) => organisation.id === id);
}
